package io.reverie.standalone.command;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.reverie.audio.Audio;
import io.reverie.audio.Resampler;
import io.reverie.audio.file.AudioFile;
import io.reverie.audio.file.ReadLimits;
import io.reverie.audio.file.UnreadableAudioException;

/** Reads audio files of this machine. */
final class LocalAudio {

    private LocalAudio() {}

    /**
     * A file as one channel at a sample rate in Hz.
     *
     * @throws UnreadableAudioException naming the file and what is wrong with it
     */
    static float[] read(Path file, int sampleRate) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Audio audio = AudioFile.read(in, ReadLimits.defaults());
            return Resampler.resample(audio.mono(), audio.sampleRate(), sampleRate);
        } catch (UnreadableAudioException e) {
            throw new UnreadableAudioException(file + ": " + e.getMessage());
        }
    }
}
