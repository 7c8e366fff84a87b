#!/bin/sh
# Makes the files of this folder again; see README.md. Needs python3, flac, lame, vorbis-tools, sox and ffmpeg.
set -e
cd "$(dirname "$0")"
signals=$(mktemp -d)
trap 'rm -r "$signals"' EXIT
python3 - "$signals" <<'PYTHON'
import math, sys, wave
# As io.reverie.audio.file.Tones: amplitude and frequency of the sines of each channel.
CHANNELS = [[(0.3, 330), (0.2, 1250), (0.1, 2900)], [(0.3, 220), (0.25, 990)]]
def write(name, samples, rate, channels, bits, container=None, silent=False):
    data = bytearray()
    for i in range(samples):
        for channel in range(channels):
            sines = CHANNELS[channel % 2] if not silent else []
            value = sum(a * math.sin(2 * math.pi * f * i / rate) for a, f in sines)
            integer = math.floor(value * (1 << bits - 1) + 0.5) << ((container or bits) - bits)
            data += integer.to_bytes((container or bits) // 8, 'little', signed=True)
    with wave.open(f'{sys.argv[1]}/{name}.wav', 'wb') as out:
        out.setnchannels(channels); out.setsampwidth((container or bits) // 8); out.setframerate(rate)
        out.writeframes(bytes(data))
write('mono16', 8820, 44100, 1, 16)
write('stereo16', 8820, 44100, 2, 16)
write('mono24', 4410, 44100, 1, 24)
write('stereo24', 4410, 96000, 2, 24)
write('mono32', 2205, 44100, 1, 32)
write('wasted24', 4410, 44100, 1, 16, 24)
write('mono8k', 2400, 8000, 1, 16)
write('long44', 22050, 44100, 1, 16)
write('long44s', 22050, 44100, 2, 16)
write('long48s', 24000, 48000, 2, 16)
write('long24', 12000, 24000, 1, 16)
write('long8', 8000, 8000, 1, 16)
write('eight192k', 480, 192000, 8, 16)
write('eight48k', 2400, 48000, 8, 16)
write('one', 1, 44100, 1, 16)
write('silence', 4410, 44100, 1, 16, silent=True)
PYTHON
s=$signals
for f in mono16 stereo16 mono24 stereo24 mono32 wasted24; do
    flac --silent --force -8 --no-padding "$s/$f.wav" -o "$f.flac"
done
flac --silent --force -0 --no-padding --blocksize=576 "$s/mono8k.wav" -o blocks576.flac
lame --quiet -b 128 -m s "$s/long44s.wav" cbr-stereo.mp3
lame --quiet -V 4 -m j "$s/long44s.wav" vbr-joint.mp3
lame --quiet -V 4 "$s/long44.wav" vbr-mono.mp3
lame --quiet -b 64 "$s/long44.wav" cbr-mono.mp3
lame --quiet -b 64 "$s/long24.wav" mpeg2.mp3
lame --quiet -b 32 "$s/long8.wav" mpeg25.mp3
lame --quiet -t -b 64 "$s/long44.wav" no-tag.mp3
ffmpeg -v error -y -i "$s/long48s.wav" -b:a 96k ffmpeg.mp3
oggenc -Q -q 3 --serial 1 "$s/long44s.wav" -o stereo.ogg
oggenc -Q -q 2 --serial 2 "$s/long8.wav" -o mono8k.ogg
ffmpeg -v error -y -i "$s/long44s.wav" -fflags +bitexact -c:a libvorbis -q:a 3 -page_duration 100000 pages.ogg
ffmpeg -v error -y -i "$s/long8.wav" -fflags +bitexact -c:a libopus -b:a 12k opus.ogg
flac --silent --force --ogg --serial-number=3 -8 --no-padding "$s/mono8k.wav" -o flac.ogg
sox "$s/mono8k.wav" sox.au
sox "$s/mono8k.wav" sox.aiff
ffmpeg -v error -y -i "$s/mono8k.wav" -c:a pcm_s16le sowt.aifc
sox "$s/mono8k.wav" -e mu-law mu-law.au
sox "$s/mono8k.wav" -e a-law a-law.au
flac --silent --force -8 --no-padding --lax --channel-map=none "$s/eight192k.wav" -o eight192k.flac
oggenc -Q -q 3 --serial 5 "$s/eight48k.wav" -o eight48k.ogg
for f in one silence; do
    flac --silent --force -8 --no-padding "$s/$f.wav" -o "$f.flac"
    oggenc -Q --serial 6 "$s/$f.wav" -o "$f.ogg"
done
for f in one silence; do
    lame --quiet -b 64 "$s/$f.wav" "$f.mp3"
done
flac --silent --force --force-raw-format --endian=little --sign=signed --channels=1 --bps=16 --sample-rate=44100 \
    --no-padding --no-preserve-modtime /dev/null -o none.flac
chmod 644 none.flac
oggenc -Q --raw --raw-chan 1 --serial 7 /dev/null -o none.ogg
