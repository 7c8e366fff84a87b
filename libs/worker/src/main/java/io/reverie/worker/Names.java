package io.reverie.worker;

import java.util.regex.Pattern;

/** Names that requests choose: job ids and names of models. */
public final class Names {

    /** What a name may be. */
    public static final String ALLOWED =
            "letters, digits, dot, underscore and hyphen, 1 to 128, the first a letter or " + "a digit";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private Names() {}

    /**
     * Returns the name where it is allowed.
     *
     * @param field the field of the request, for the rejection
     */
    public static String check(String name, String field) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw JobRejectedException.invalidValue(field, "'" + ArtifactKeys.printable(name) + "'", ALLOWED);
        }
        return name;
    }
}
