package io.reverie.network;

/** Prints which binary is live, or why none is: a process of its own, as the choice is made once in a process. */
final class NativeBackendProgram {
    private NativeBackendProgram() {}

    public static void main(String[] arguments) {
        try {
            System.out.println(NativeBackend.load().instructionSet());
        } catch (IllegalStateException failure) {
            System.out.println(failure.getMessage());
        }
    }
}
