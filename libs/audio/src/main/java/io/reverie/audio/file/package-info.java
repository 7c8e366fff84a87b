/** Audio files: reading of every format that {@link io.reverie.audio.file.AudioFile} knows, writing of WAV. */
package io.reverie.audio.file;
