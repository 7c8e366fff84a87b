package io.reverie.audio.file;

/**
 * Walks over the setup header of a Vorbis stream (Vorbis I specification, section 4.2.4) up to its residues, before the
 * decoder does: it would allocate, or search, without bounds for what a damaged header can declare.
 */
final class VorbisSetup {

    private static final int HEADER_BYTES = 7;
    private static final int CODEBOOK_SYNC = 0x564342;

    /** The numbers of all codebooks together; those of usual encoders have some hundred thousand. */
    private static final long MOST_NUMBERS = 4_000_000;

    private static final int LONGEST_VECTOR = 512;

    private final VorbisBits in;
    private final long longestResidue;
    private int[] entries;
    private int[] dimensions;
    private long numbers;

    private VorbisSetup(byte[] packet, long longestResidue) {
        this.in = new VorbisBits(packet, HEADER_BYTES);
        this.longestResidue = longestResidue;
    }

    /** @param longestResidue the most elements that a residue vector can have: half a block of every channel */
    static void check(byte[] packet, long longestResidue) throws UnreadableAudioException {
        VorbisSetup setup = new VorbisSetup(packet, longestResidue);
        setup.checkCodebooks();
        setup.checkTimes();
        setup.skipFloors();
        setup.checkResidues();
    }

    private void checkCodebooks() throws UnreadableAudioException {
        int books = (int) in.read(8) + 1;
        entries = new int[books];
        dimensions = new int[books];
        for (int i = 0; i < books; i++) {
            checkCodebook(i);
        }
    }

    private void checkCodebook(int index) throws UnreadableAudioException {
        require(in.read(24) == CODEBOOK_SYNC, "a codebook does not begin with its mark");
        int length = (int) in.read(16);
        int count = (int) in.read(24);
        require(length >= 1 && length <= LONGEST_VECTOR && count >= 1, "a codebook has no usable size");
        dimensions[index] = length;
        entries[index] = count;
        // What a decoder keeps for each entry: its vector, and the nodes of the tree of its code.
        numbers += (long) count * (length + 6);
        require(numbers <= MOST_NUMBERS, "its codebooks are too large");
        skipCodeLengths(count);
        int lookup = (int) in.read(4);
        require(lookup <= 2, "a codebook has an unknown lookup type");
        if (lookup > 0) {
            in.read(32);
            in.read(32);
            int bits = (int) in.read(4) + 1;
            in.read(1);
            long values = lookup == 1 ? latticeValues(count, length) : (long) count * length;
            for (long i = 0; i < values; i++) {
                in.read(bits);
            }
        }
    }

    private void skipCodeLengths(int count) throws UnreadableAudioException {
        if (in.flag()) {
            in.read(5);
            for (int i = 0; i < count; ) {
                int run = (int) in.read(32 - Integer.numberOfLeadingZeros(count - i));
                i += run;
                require(i <= count, "a codebook has more codes than entries");
            }
            return;
        }
        boolean sparse = in.flag();
        for (int i = 0; i < count; i++) {
            if (!sparse || in.flag()) {
                in.read(5);
            }
        }
    }

    /** The largest number whose power by the vector's length is not above the number of entries. */
    private static long latticeValues(int count, int length) {
        long values = 1;
        while (Math.pow(values + 1, length) <= count) {
            values++;
        }
        return values;
    }

    private void checkTimes() throws UnreadableAudioException {
        for (int i = (int) in.read(6); i >= 0; i--) {
            require(in.read(16) == 0, "a time-domain transform is not zero");
        }
    }

    private void skipFloors() throws UnreadableAudioException {
        for (int i = (int) in.read(6); i >= 0; i--) {
            int type = (int) in.read(16);
            require(type <= 1, "a floor has an unknown type");
            if (type == 0) {
                in.read(8 + 16);
                in.read(16 + 6);
                in.read(8);
                skipBooks((int) in.read(4) + 1);
            } else {
                skipFloorOfLines();
            }
        }
    }

    private void skipFloorOfLines() throws UnreadableAudioException {
        int[] classes = new int[(int) in.read(5)];
        int largest = -1;
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (int) in.read(4);
            largest = Math.max(largest, classes[i]);
        }
        int[] points = new int[largest + 1];
        for (int i = 0; i <= largest; i++) {
            points[i] = (int) in.read(3) + 1;
            int subclasses = (int) in.read(2);
            skipBooks((subclasses > 0 ? 1 : 0) + (1 << subclasses));
        }
        in.read(2);
        int bits = (int) in.read(4);
        for (int partition : classes) {
            for (int i = 0; i < points[partition]; i++) {
                in.read(bits);
            }
        }
    }

    private void skipBooks(int count) throws UnreadableAudioException {
        for (int i = 0; i < count; i++) {
            in.read(8);
        }
    }

    private void checkResidues() throws UnreadableAudioException {
        for (int i = (int) in.read(6); i >= 0; i--) {
            require(in.read(16) <= 2, "a residue has an unknown type");
            long begin = in.read(24);
            long end = in.read(24);
            in.read(24);
            int classifications = (int) in.read(6) + 1;
            int book = (int) in.read(8);
            require(begin <= end && end <= longestResidue, "a residue is longer than a block");
            require(
                    book < entries.length && Math.pow(classifications, dimensions[book]) <= entries[book],
                    "a residue has more classifications than its codebook");
            skipCascade(classifications);
        }
    }

    private void skipCascade(int classifications) throws UnreadableAudioException {
        int books = 0;
        for (int i = 0; i < classifications; i++) {
            int low = (int) in.read(3);
            int high = in.flag() ? (int) in.read(5) : 0;
            books += Integer.bitCount(low) + Integer.bitCount(high);
        }
        skipBooks(books);
    }

    private static void require(boolean condition, String otherwise) throws UnreadableAudioException {
        if (!condition) {
            throw new UnreadableAudioException("the Vorbis setup header is damaged: " + otherwise);
        }
    }
}
