package io.handclasp.handshake.tls;

import static io.handclasp.handshake.tls.TestPki.BACK;
import static io.handclasp.handshake.tls.TestPki.FRONT;
import static io.handclasp.handshake.tls.TestPki.ROOT;
import static io.handclasp.handshake.tls.TestPki.material;
import static io.handclasp.handshake.tls.TestPki.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.handclasp.handshake.record.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLogFileTest {
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void noHandshakeFailsWhereTheDiskIsFull(String version) throws Exception {
    FullDisk disk = new FullDisk();
    KeyLogFile keyLog = new KeyLogFile(Path.of("full.keys"), disk);
    TlsSettings settings = settings(ProviderChoice.OPENSSL, version);
    List<String> alpn = List.of("h2");
    try (TlsPair pair =
        new TlsPair(
            ServerTls.build(settings, material(BACK, ROOT), alpn, 1, TlsPair.plain(), keyLog),
            ClientTls.build(settings, material(FRONT, ROOT), alpn, 1, TlsPair.plain()))) {
      pair.connect();

      assertThat(TlsPair.next(pair.answers)).isEqualTo(TlsPair.WORD);
      assertThat(pair.serverRecord().outcome()).isEqualTo(Outcome.ESTABLISHED);
      assertThat(pair.clientRecord().outcome()).isEqualTo(Outcome.ESTABLISHED);
      assertThat(pair.strayExceptions).isEmpty();
    }

    assertThat(disk.attempts).hasValue(1);
    assertThatCode(keyLog::close).doesNotThrowAnyException();
  }

  /** Takes nothing, and complains once more where it is closed, as network file systems do. */
  private static final class FullDisk implements WritableByteChannel {
    private final AtomicInteger attempts = new AtomicInteger();

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      attempts.incrementAndGet();
      throw new IOException("No space left on device");
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
