/** Pictures as PNG: spectrograms with axes in seconds and Hz and colour bars with their unit; line charts; matrices. */
package io.reverie.audio.picture;
