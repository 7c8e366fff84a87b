/** Between events and signals: analyses, arrays and audio as the store and the requests hold them. */
package io.reverie.worker.signal;
