package io.reverie.schemas;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SingleObjectAvroTest {

    private final SingleObjectAvroSerializer serializer = new SingleObjectAvroSerializer();
    private final SingleObjectAvroDeserializer deserializer = new SingleObjectAvroDeserializer();

    static List<Class<? extends SpecificRecord>> events() {
        return Events.ALL;
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventWithAllFieldsFilledComesBack(Class<? extends SpecificRecord> event) {
        for (int branch = 0; branch < 3; branch++) {
            // Given an event with every field filled, and each member of a union in turn
            GenericRecord filled = SampleEvents.filled(SpecificData.get().getSchema(event), branch);
            byte[] bytes = SampleEvents.encode(filled);

            // When it is read and written again
            SpecificRecord read = deserializer.deserialize("topic", bytes);

            // Then nothing has changed
            assertThat(read).isInstanceOf(event);
            assertThat(read.toString()).contains("Größe " + branch);
            assertThat(serializer.serialize("topic", read)).isEqualTo(bytes);
            assertThat(deserializer.deserialize(null, serializer.serialize(null, read)))
                    .isEqualTo(read);
        }
    }

    @Test
    void avrosOwnDecoderUnderstandsIt() throws Exception {
        JobCancelled cancelled = cancelled();
        BinaryMessageDecoder<JobCancelled> decoder =
                new BinaryMessageDecoder<>(SpecificData.getForClass(JobCancelled.class), JobCancelled.getClassSchema());
        assertThat(decoder.decode(ByteBuffer.wrap(serializer.serialize("topic", cancelled))))
                .isEqualTo(cancelled);
    }

    @Test
    void classesAreThoseOfTheDeserializersOwnLoader() {
        // Given a Kafka client's thread whose context loader knows none of our classes
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        byte[] bytes = serializer.serialize("topic", cancelled());
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThat(deserializer.deserialize("topic", bytes)).isEqualTo(cancelled());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void nullIsATombstoneBothWays() {
        assertThat(serializer.serialize("topic", null)).isNull();
        assertThat(deserializer.deserialize("topic", null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"dreamId\": \"a\"}", "Ã\u0001"})
    void refusesWhatIsNotSingleObjectEncoded(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThatThrownBy(() -> deserializer.deserialize("reverie.dreams", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Not Avro single-object encoding on reverie.dreams")
                .hasMessageContaining(bytes.length + " bytes");
    }

    @Test
    void refusesAnUnknownSchema() {
        byte[] bytes = serializer.serialize("topic", cancelled());
        bytes[4] ^= 1;
        assertThatThrownBy(() -> deserializer.deserialize("reverie.dreams", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Unknown schema on reverie.dreams")
                .hasMessageContaining(String.format(
                        "%016x", SchemaNormalization.parsingFingerprint64(JobCancelled.getClassSchema()) ^ (1L << 16)));
    }

    @Test
    void refusesEveryTruncation() {
        byte[] bytes = serializer.serialize("topic", cancelled());
        for (int length = 0; length < bytes.length; length++) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> deserializer.deserialize("topic", truncated))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(SerializationException.class);
        }
        assertThatThrownBy(() -> deserializer.deserialize("topic", Arrays.copyOf(bytes, bytes.length - 1)))
                .hasMessageContaining("Truncated io.reverie.schemas.JobCancelled");
    }

    @Test
    void refusesTrailingBytes() {
        byte[] bytes = serializer.serialize("topic", cancelled());
        assertThatThrownBy(() -> deserializer.deserialize("topic", Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Trailing bytes");
    }

    @Test
    void aDamagedRecordIsRefusedWhateverByteIsWrong() {
        // Given a large event
        GenericRecord filled = SampleEvents.filled(DreamReady.getClassSchema(), 0);
        byte[] bytes = SampleEvents.encode(filled);
        for (int i = SingleObjectHeader.LENGTH; i < bytes.length; i++) {
            for (byte wrong : new byte[] {(byte) 0xFF, 0x7F, (byte) 0x80, 0x01}) {
                byte[] damaged = bytes.clone();
                damaged[i] = wrong;
                // When it is read, then it is either another event or refused; nothing else comes out
                try {
                    assertThat(deserializer.deserialize("topic", damaged)).isNotNull();
                } catch (SerializationException e) {
                    assertThat(e).hasMessageContaining("DreamReady");
                }
            }
        }
    }

    @Test
    void aLengthBeyondTheRecordIsRefusedWithoutAllocatingIt() {
        // Given an event whose first text declares a length of 1.5 GB
        byte[] length = zigzag(1_500_000_000L);
        byte[] bytes = Arrays.copyOf(serializer.serialize("topic", cancelled()), SingleObjectHeader.LENGTH + 20);
        System.arraycopy(length, 0, bytes, SingleObjectHeader.LENGTH, length.length);
        assertThatThrownBy(() -> deserializer.deserialize("topic", bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Truncated")
                .hasRootCauseMessage("A length of 1500000000 where 15 bytes are left");
    }

    @Test
    void anEventThatLacksAFieldCannotBeWritten() {
        assertThatThrownBy(() -> serializer.serialize("reverie.cancellations", new JobCancelled()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Cannot encode io.reverie.schemas.JobCancelled on reverie.cancellations");
    }

    private static byte[] zigzag(long value) {
        long rest = value << 1;
        ByteBuffer bytes = ByteBuffer.allocate(10);
        while (rest > 0x7F) {
            bytes.put((byte) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static JobCancelled cancelled() {
        return JobCancelled.newBuilder().setJobId("dream-1").setReason("Größe").build();
    }
}
