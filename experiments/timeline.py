"""A run on one venue as a picture: what was asked for and paid, and what could be paid, over time.

Usage: python3 experiments/timeline.py RESULTS [VENUE] > timeline.svg      (needs python3-h5py)
Without VENUE: the one with most clients.
"""

import sys

import h5py
import numpy as np

WIDTH, HEIGHT = 760, 380
LEFT, RIGHT, TOP, BOTTOM = 56, 210, 56, 44
ASKED, PAID, COVERED, INK, FAINT = "#b3362b", "#2b6cb3", "#8a8a8a", "#222222", "#dddddd"


def read(path, venue):
    """Title, hours, curves as shares of the claims at the start, and moments [h] by name."""
    with h5py.File(path) as file:
        names = list(file["summary/venue/venue"].asstr()[()])
        start = file["summary/venue/claims_start_usd"][0]
        at = names.index(venue) if venue else int(np.argmax(file["summary/venue/people"][0]))
        series = {name: file[f"series/venue/{name}"][0, :, at] for name in ("asked_usd", "paid_usd", "coverage")}
        outcomes = {name: file[f"summary/venue/{name}"][0, at] for name in ("first_news_h", "first_gate_h", "failure_h")}
        hours = file["series/venue/time_h"][()]
        if not np.isnan(outcomes["failure_h"]):
            series["coverage"][hours >= outcomes["failure_h"]] = np.nan  # claims are cut to what is there
        curves = [
            ("asked for", ASKED, np.cumsum(series["asked_usd"]) / start[at]),
            ("paid", PAID, np.cumsum(series["paid_usd"]) / start[at]),
            ("payable in 24 h / claims", COVERED, series["coverage"]),
        ]
        moments = {"news": outcomes["first_news_h"], "gate": outcomes["first_gate_h"], "failure": outcomes["failure_h"]}
        title = f"{names[at]}: {file.attrs['title']}"
        return title, hours, curves, {k: v for k, v in moments.items() if not np.isnan(v)}


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


class Picture:
    def __init__(self, hours, top):
        self.hours, self.top, self.parts = hours, top, []

    def x(self, hour):
        return LEFT + (WIDTH - LEFT - RIGHT) * hour / self.hours

    def y(self, share):
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share / self.top

    def line(self, x1, y1, x2, y2, colour, dash=""):
        style = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{style}/>')

    def text(self, x, y, words, colour=INK, anchor="start", size=12):
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" font-size="{size}">{escaped(words)}</text>'
        )

    def axes(self):
        for percent in range(0, int(100 * self.top) + 1, 10 if self.top <= 0.5 else 20):
            self.line(LEFT, self.y(percent / 100), WIDTH - RIGHT, self.y(percent / 100), FAINT)
            self.text(LEFT - 6, self.y(percent / 100) + 4, f"{percent} %", anchor="end")
        days = self.hours / 24
        for day in np.arange(0, days + 1e-9, max(1, round(days / 8))):
            self.text(self.x(24 * day), HEIGHT - BOTTOM + 18, f"{day:g}", anchor="middle")
        self.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "days", anchor="middle")

    def moment(self, hour, name, row):
        self.line(self.x(hour), TOP, self.x(hour), HEIGHT - BOTTOM, INK, "2 3")
        self.text(self.x(hour) + 4, TOP + 12 + 14 * row, name, size=11)

    def curve(self, hours, shares, colour):
        every = max(1, len(hours) // 400)
        kept = sorted({*range(0, len(hours), every), len(hours) - 1})
        points = " ".join(f"{self.x(hours[i]):.1f},{self.y(shares[i]):.1f}" for i in kept if not np.isnan(shares[i]))
        self.parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')

    def labels(self, ends):
        """Names at the ends of their curves, apart from one another."""
        lowest = HEIGHT
        for name, colour, share in sorted(ends, key=lambda end: end[2]):
            lowest = min(self.y(share) + 4, lowest - 15)
            self.text(WIDTH - RIGHT + 8, lowest, f"{name} {100 * share:.0f} %", colour)

    def svg(self):
        frame = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif">'
        return "\n".join([frame, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', *self.parts, "</svg>"])


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: timeline.py RESULTS [VENUE] > picture.svg")
    try:
        title, hours, curves, moments = read(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None)
    except (OSError, KeyError, ValueError) as error:
        sys.exit(f"{sys.argv[1]}: {error}\n  It takes the results of \"stampede run\", which hold the series of one run.")
    highest = max(np.nanmax(shares) for _, _, shares in curves)
    picture = Picture(hours[-1], max(0.1, np.ceil(highest * 10) / 10))
    picture.axes()
    picture.text(LEFT, 24, title, size=14 if len(title) < 90 else 12)
    picture.text(LEFT, 42, "asked for and paid: parts of what clients were owed at the start", size=11)
    for row, (name, hour) in enumerate(moments.items()):
        picture.moment(hour, name, row)
    for _, colour, shares in curves:
        picture.curve(hours, shares, colour)
    picture.labels([(name, colour, shares[~np.isnan(shares)][-1]) for name, colour, shares in curves])
    print(picture.svg())


main()
