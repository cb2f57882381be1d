#!/usr/bin/env python3
"""Makes assets/lexicons/lunar.txt: the months of the Chinese calendar and the days of the solar terms, 1900 to 2100.

    pip install ephem && python3 scripts/make_lunar.py

Calculated from the sky by the rules of the calendar (GB/T 33661-2017): a month begins on the day of the new moon in
Beijing, month eleven holds the winter solstice, and of thirteen months between two solstices the first without a
principal term is the leap month.
"""
import datetime
import math
import pathlib

import ephem

OUT = pathlib.Path(__file__).parent.parent / 'assets/lexicons/lunar.txt'
FIRST, LAST = 1900, 2100
BEIJING = 8 / 24


def day(moment):
    """The day in Beijing, as an ordinal of the Gregorian calendar."""
    return (ephem.Date(moment + BEIJING).datetime()).date().toordinal()


def longitude(moment):
    return math.degrees(ephem.Ecliptic(ephem.Sun(moment), epoch=moment).lon)


def terms(year):
    """The days of the 24 solar terms of a year, 小寒 (285°) first."""
    days, guess = [], ephem.Date((year, 1, 5))
    for n in range(24):
        wanted = (285 + 15 * n) % 360
        low, high = ephem.Date(guess - 4), ephem.Date(guess + 5)
        for _ in range(40):
            middle = ephem.Date((low + high) / 2)
            if (longitude(middle) - wanted + 180) % 360 - 180 < 0:
                low = middle
            else:
                high = middle
        days.append(day(low))
        guess = ephem.Date(low + 15.2)
    return days


def new_moons(year):
    """The days of the new moons from November of the year before to February of the year after."""
    moons, moment, end = [], ephem.Date((year - 1, 11, 1)), ephem.Date((year + 1, 3, 1))
    while moment < end:
        moment = ephem.next_new_moon(moment)
        moons.append(day(moment))
        moment = ephem.Date(moment + 1)
    return moons


def months(year, solar):
    """The months (number, leap, first day) from the solstice of the year before to that of this year."""
    moons = new_moons(year)
    begin = max(m for m in moons if m <= solar[year - 1][23])
    end = max(m for m in moons if m <= solar[year][23])
    inside = [m for m in moons if begin <= m <= end]
    leap_year = len(inside) - 1 == 13
    principal = [solar[y][n] for y in (year - 1, year) for n in range(1, 24, 2)]
    listed, number, leap_done = [], 11, False
    for n, first in enumerate(inside[:-1]):
        has_term = any(first <= term < inside[n + 1] for term in principal)
        leap = leap_year and not leap_done and n > 0 and not has_term
        leap_done |= leap
        if n > 0 and not leap:
            number = number % 12 + 1
        listed.append((number, leap, first))
    return listed


def main():
    solar = {y: terms(y) for y in range(FIRST - 1, LAST + 2)}
    every = [month for y in range(FIRST, LAST + 2) for month in months(y, solar)]
    lines = ['# Made by scripts/make_lunar.py: year, first day of the lunar year, lengths of its months (L before a leap month),',
             '# the day of the month on which each of the 24 solar terms falls, 小寒 first.']
    starts = [n for n, m in enumerate(every) if m[0] == 1 and not m[1]]
    for begin, end in zip(starts, starts[1:]):
        first = datetime.date.fromordinal(every[begin][2])
        if not FIRST <= first.year <= LAST:
            continue
        lengths = ''
        for n in range(begin, end):
            length = every[n + 1][2] - every[n][2]
            assert length in (29, 30), (first, n, length)
            lengths += ('L' if every[n][1] else '') + ('+' if length == 30 else '-')
        days = ','.join(str(datetime.date.fromordinal(d).day) for d in solar[first.year])
        lines.append(f'{first.year}\t{first:%m-%d}\t{lengths}\t{days}')
    OUT.write_text('\n'.join(lines) + '\n', encoding='utf-8')


if __name__ == '__main__':
    main()
