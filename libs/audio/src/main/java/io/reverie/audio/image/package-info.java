/**
 * The images of Deep Dreaming Music: spectrograms scaled into three colour channels for networks made for photographs,
 * and the way back from a dreamed image.
 */
package io.reverie.audio.image;
