#[path = "../tests/common/torn.rs"]
mod torn;
use std::time::Instant;
fn main(){
 let p=torn::Page::open(std::path::Path::new("/work/shared/eval/dev2.txt"),std::path::Path::new("/work/shared/eval/dev2-gold.jsonl"));
 let t=p.string(); let s=torn::source(&t);
 for _ in 0..3 { let a=Instant::now(); let i=zhupi::layout::reconstruct(&s,&zhupi::layout::NoMentions); let b=Instant::now(); let r=torn::records(&i); let c=Instant::now(); let _=zhupi::headless::evaluate::score(&p.gold,&r,&t,&p.alt,0).unwrap(); let d=Instant::now();
 println!("reconstruct {:?} records {:?} score {:?}",b-a,c-b,d-c);}
}
