package io.reverie.cuda;

import java.util.Optional;

/** Prints what a driver says: a process of its own, as libraries are loaded once in a process. */
final class DriverSurveyProgram {

    private DriverSurveyProgram() {}

    public static void main(String[] arguments) {
        System.out.println(new DriverSurvey(Optional.of("535.104.05")).survey());
    }
}
