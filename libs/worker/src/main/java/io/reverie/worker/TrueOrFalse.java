package io.reverie.worker;

import java.util.Locale;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a setting that is true or false; anything else, which would be false by default, is refused. */
public class TrueOrFalse implements Converter<Boolean> {

    @Override
    public Boolean convert(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false, but is " + value);
        };
    }
}
