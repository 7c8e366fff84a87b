package io.reverie.audio.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.reverie.audio.Audio;

/**
 * Reads audio files of every supported format, which their first bytes tell:
 *
 * <ul>
 *   <li>WAV: integers of 8, 16, 24, 32 bits, floating point of 32, 64 bits, also extensible
 *   <li>AU: the same, mu-law and A-law
 *   <li>AIFF and AIFF-C without compression, mu-law and A-law
 *   <li>FLAC of 4 to 32 bits
 *   <li>MP3 (MPEG-1, -2, -2.5, layer III)
 *   <li>Ogg Vorbis
 * </ul>
 *
 * <p>Any sample rate up to {@link io.reverie.audio.StftParameters#LARGEST_SAMPLE_RATE} and any number of channels is
 * read. Integers are divided by their full scale, so that 16-bit samples are multiples of 1/32768; decoded MP3 and
 * Vorbis may exceed full scale, since nothing is clipped or rounded.
 *
 * <p>Memory grows with what is read, not with what a header declares. A file that declares how long it is must be that
 * long; one of the others (MP3, Ogg Vorbis, WAV and AU of unknown length) that was cut off gives the samples that it
 * holds as a whole. Checksums of FLAC and Ogg are verified.
 */
public final class AudioFile {

    /** What names of files in supported formats end with, in lower case. */
    public static final List<String> ENDINGS =
            List.of(".wav", ".wave", ".au", ".snd", ".aif", ".aiff", ".aifc", ".flac", ".mp3", ".ogg", ".oga");

    /** The names of the formats, for messages and help. */
    public static final String FORMAT_NAMES = "WAV, AU, AIFF, FLAC, MP3 and Ogg Vorbis";

    private static final int FIRST_BYTES = 12;

    private AudioFile() {}

    /** The media type of a file by its name; empty where the name is not one of audio. */
    public static Optional<String> contentType(String name) {
        String ending = ending(name);
        return switch (ending) {
            case ".wav", ".wave" -> Optional.of("audio/wav");
            case ".au", ".snd" -> Optional.of("audio/basic");
            case ".aif", ".aiff", ".aifc" -> Optional.of("audio/aiff");
            case ".flac" -> Optional.of("audio/flac");
            case ".mp3" -> Optional.of("audio/mpeg");
            case ".ogg", ".oga" -> Optional.of("audio/ogg");
            default -> Optional.empty();
        };
    }

    /** A file name without its ending where that is one of the {@link #ENDINGS}. */
    public static String stem(String name) {
        return name.substring(0, name.length() - ending(name).length());
    }

    private static String ending(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().filter(lowerCase::endsWith).findFirst().orElse("");
    }

    /** Whether a file name has one of the {@link #ENDINGS}, in upper or lower case. */
    public static boolean isNamedLikeAudio(String name) {
        return !ending(name).isEmpty();
    }

    /**
     * Opens a file for reading it block by block. More samples than the limits allow, damage and samples that are not
     * finite are found when they are reached.
     *
     * @param in is closed with what is returned, not if this fails
     * @throws UnreadableAudioException if the format is not known or the file can't be decoded
     * @throws IOException what the stream throws, as it is: trying again may help
     */
    public static AudioStream open(InputStream in, ReadLimits limits) throws IOException {
        PeekInput file = new PeekInput(in);
        boolean tagged = false;
        while (file.startsWith("ID3") && Id3Tag.skip(file)) {
            tagged = true;
        }
        return new CheckedStream(openFormat(file, tagged, limits), limits);
    }

    /**
     * Reads a file as a whole. The stream is not closed.
     *
     * @throws UnreadableAudioException if the format is not known, or the file is damaged, holds no samples, more than the
     *     limits allow, or samples that are not finite
     * @throws IOException what the stream throws, as it is: trying again may help
     */
    @SuppressWarnings("resource") // The stream is the caller's.
    public static Audio read(InputStream in, ReadLimits limits) throws IOException {
        return WholeAudio.of(open(in, limits));
    }

    private static AudioStream openFormat(PeekInput file, boolean tagged, ReadLimits limits) throws IOException {
        if (file.startsWith("RIFF") && file.continuesWith(8, "WAVE")) {
            return new WavReader(file, limits).open();
        } else if (file.startsWith(".snd")) {
            return new AuReader(file, limits).open();
        } else if (file.startsWith("FORM") && (file.continuesWith(8, "AIFF") || file.continuesWith(8, "AIFC"))) {
            return new AiffReader(file, limits).open();
        } else if (file.startsWith("fLaC")) {
            return new FlacStream(file);
        } else if (OggStream.isAt(file)) {
            return new VorbisStream(file);
        } else if (tagged || isMp3(file)) {
            return new Mp3Stream(file);
        }
        throw unknown(file);
    }

    private static boolean isMp3(PeekInput file) throws IOException {
        if (file.startsWith("APETAGEX")) {
            return true;
        }
        int word = 0;
        for (int i = 0; i < file.peek(Mp3Header.BYTES); i++) {
            word = word << 8 | file.at(i);
        }
        return file.peek(Mp3Header.BYTES) == Mp3Header.BYTES && Mp3Header.parse(word) != null;
    }

    private static UnreadableAudioException unknown(PeekInput file) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(file.peek(FIRST_BYTES));
        if (first.capacity() == 0) {
            return new UnreadableAudioException("the file is empty");
        }
        for (int i = 0; i < first.capacity(); i++) {
            first.put((byte) file.at(i));
        }
        return new UnreadableAudioException("the format of the file is not known: it starts with "
                + Printable.quoted(first.array()) + "; supported are " + FORMAT_NAMES);
    }
}
