package io.reverie.standalone.client;

import java.io.IOException;

import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.RecordingReady;

/** Hears of a dream while it is waited for. */
public interface DreamListener {

    /** The dream came further. */
    default void progress(DreamProgress progress) {}

    /** The recording is in the store; it is not scored yet. */
    void recording(RecordingReady recording) throws IOException;

    /** Another dream is being worked on while this one waits. */
    default void waiting(DreamProgress other) {}
}
