package io.reverie.audio;
