package io.reverie.cuda;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a library of CUDA's cannot be loaded, in words for whoever runs the machine. */
final class MissingLibrary {

    private static final String DRIVER = "libcuda.so";
    /** The dynamic linker's message; what is before it are the paths of those that need the library. */
    private static final Pattern LINKER = Pattern.compile("(lib[^\\s:/]+): cannot open shared object file");

    private MissingLibrary() {}

    /**
     * Says what is missing.
     *
     * @param failure of JavaCPP; the linker's message is that of one of its causes
     */
    static String describe(LinkageError failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Matcher linker = LINKER.matcher(String.valueOf(cause.getMessage()));
            if (linker.find()) {
                return describe(linker.group(1));
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "its libraries cannot be loaded: " + root.getMessage();
    }

    private static String describe(String library) {
        return library.startsWith(DRIVER)
                ? "there is no NVIDIA driver (" + library + " is missing); a container has to be given its host's GPUs"
                : library
                        + " is missing; cudart, cuBLAS and cuSOLVER of CUDA 11 and cuDNN 8 are needed, as Reverie's image for"
                        + " GPUs has them";
    }
}
