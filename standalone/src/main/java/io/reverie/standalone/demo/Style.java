package io.reverie.standalone.demo;

/** How the pieces of a genre are composed and played. */
@FunctionalInterface
interface Style {
    /** Fills the tape with a piece; everything that may differ between pieces is left to the choices. */
    void perform(Tape tape, Choices choices);
}
