#!/usr/bin/env bash
# Makes the four font files of this folder again. Needs Debian's fonts-noto-core, fonts-noto-extra and fonts-dejavu-core
# (all installed under /usr/share/fonts/truetype) and fontTools (`pip install fonttools`).
set -euo pipefail
cd "$(dirname "$0")"
from=/usr/share/fonts/truetype

# Latin up to Extended-A, Romanian and Welsh letters, accents, punctuation, sub- and superscripts, currency, fractions.
text="U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02C6,U+02C7,U+02D8-02DD,U+0300-0304,U+0306-030C,U+0327,U+0328"
text="$text,U+1E80-1E85,U+1EF2,U+1EF3,U+2000-200A,U+2010-2027,U+202F-203A,U+2044,U+2070-208E,U+20AC,U+2116,U+2122"
text="$text,U+2150-215E,U+2190-2199,U+2202,U+2206,U+220F,U+2211,U+2212,U+2215,U+2219,U+221A,U+221E,U+222B,U+2248"
text="$text,U+2260,U+2264,U+2265,U+25CA,U+FFFD"
for style in Regular SemiBold Bold; do
    pyftsubset "$from/noto/NotoSans-$style.ttf" --unicodes="$text" --layout-features='*' --name-IDs='*' \
        --name-languages='*' --notdef-outline --output-file="NotoSans-$style.ttf"
done

# Signs that Noto Sans lacks: arrows, mathematics, boxes, shapes, check marks, stars.
signs="U+0020,U+00A0,U+2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+2190-21FF,U+2200-22FF,U+2300,U+2318,U+231A"
signs="$signs,U+231B,U+23CE,U+23CF,U+2460-2473,U+2500-25FF,U+2600-26FF,U+2701-27BE,U+FFFD"
pyftsubset "$from/dejavu/DejaVuSans.ttf" --unicodes="$signs" --name-IDs='*' --drop-tables+=FFTM --notdef-outline \
    --output-file=DejaVuSans.ttf
