//! The same arithmetic compiled for several kinds of processors, chosen while the program runs. No kind changes a bit:
//! wider registers do more of the same at once.

/// Something to compute. Its body has to be inlined as a whole, or it is not compiled for the processor.
pub(super) trait Work {
    /// What comes of it.
    type Result;

    /// Computes; so many rows of a matrix product fill the registers.
    fn run<const ROWS: usize>(self) -> Self::Result;
}

/// Computes on the best registers that this processor has.
pub(super) fn fastest<W: Work>(work: W) -> W::Result {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            #[allow(unsafe_code, reason = "calling a function compiled for a processor feature")]
            // SAFETY: the line above has asked this processor for the feature that the function is compiled with.
            return unsafe { avx512(work) };
        }
        if is_x86_feature_detected!("avx2") {
            #[allow(unsafe_code, reason = "calling a function compiled for a processor feature")]
            // SAFETY: as above.
            return unsafe { avx2(work) };
        }
    }
    // On ARM64 this is NEON, which all of them have.
    work.run::<4>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512<W: Work>(work: W) -> W::Result {
    work.run::<8>()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2<W: Work>(work: W) -> W::Result {
    work.run::<4>()
}
