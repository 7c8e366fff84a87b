package io.reverie.standalone.command;

import java.util.function.Consumer;

/** Passes on what was given and leaves the rest at its default. */
final class Given {

    private Given() {}

    static <T> void apply(T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
