package io.handclasp.handshake.observe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Against the trace of a simple handshake in RFC 8448 section 3. */
class RecordCipherTest {
  private static final byte[] CLIENT_SECRET =
      HexFormat.of().parseHex("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21");
  private static final byte[] CLIENT_FINISHED_RECORD =
      HexFormat.of()
          .parseHex(
              "170303003575ec4dc238cce60b298044a71e219c56cc77b0517fe9b93c7a4bfc44d87f"
                  + "38f80338ac98fc46deb384bd1caeacab6867d726c40546");

  @Test
  void opensTheClientsFinished() {
    RecordCipher cipher = requireNonNull(RecordCipher.of(0x1301, CLIENT_SECRET));

    byte[] inner =
        cipher.open(CLIENT_FINISHED_RECORD, CLIENT_FINISHED_RECORD.length - RecordStream.HEADER);

    assertThat(inner).isNotNull().hasSize(37).startsWith(20, 0, 0, 32).endsWith(22);
  }

  @Test
  void refusesADamagedRecord() {
    byte[] damaged = CLIENT_FINISHED_RECORD.clone();
    damaged[damaged.length - 1] ^= 1;
    RecordCipher cipher = requireNonNull(RecordCipher.of(0x1301, CLIENT_SECRET));
    assertThat(cipher.open(damaged, damaged.length - RecordStream.HEADER)).isNull();
  }

  @Test
  void knowsTheThreeSuitesAndNoOther() {
    byte[] secret = Arrays.copyOf(CLIENT_SECRET, 48);
    assertThat(RecordCipher.of(0x1302, secret)).isNotNull();
    assertThat(RecordCipher.of(0x1303, CLIENT_SECRET)).isNotNull();
    assertThat(RecordCipher.of(0x1305, CLIENT_SECRET)).isNull();
  }
}
