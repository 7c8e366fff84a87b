package io.reverie.audio;

import java.io.IOException;

/** A NumPy file that can't be decoded however often it is tried; the message says what is wrong with it. */
public class UnreadableArrayException extends IOException {

    public UnreadableArrayException(String message) {
        super(message);
    }
}
