package io.reverie.audio.file;

import java.io.IOException;

/** Audio that can't be decoded however often it is tried; the message says what is wrong with it. */
public class UnreadableAudioException extends IOException {

    public UnreadableAudioException(String message) {
        super(message);
    }
}
