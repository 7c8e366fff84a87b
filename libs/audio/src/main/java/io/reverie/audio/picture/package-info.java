/** Pictures of spectrograms as PNG: axes in seconds and Hz, colour bars with their unit. */
package io.reverie.audio.picture;
