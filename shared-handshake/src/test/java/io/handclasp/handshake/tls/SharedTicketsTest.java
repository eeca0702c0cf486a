package io.handclasp.handshake.tls;

import static io.handclasp.handshake.tls.TestPki.BACK;
import static io.handclasp.handshake.tls.TestPki.FRONT;
import static io.handclasp.handshake.tls.TestPki.OTHER_ROOT;
import static io.handclasp.handshake.tls.TestPki.ROOT;
import static io.handclasp.handshake.tls.TestPki.material;
import static io.handclasp.handshake.tls.TestPki.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreException;
import io.netty.channel.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session begun with one back is taken up by another, and never where trust differs. */
class SharedTicketsTest {
  private static final byte[] OLD = random();
  private static final byte[] NEW = random();

  @TempDir private Path folder;

  @Test
  void anotherBackTakesUpTheSessionAcrossARotation() throws Exception {
    String version = "TLSv1.3"; // of older versions, Netty's client asks for no tickets
    try (TlsPair pair = new TlsPair(back(version, BACK, OLD, ROOT), front(version))) {
      assertThat(resumed(pair)).isFalse();

      pair.replace(back(version, BACK, OLD, ROOT), pair.clientTls());
      assertThat(resumed(pair)).isTrue();

      pair.replace(back(version, BACK, both(NEW, OLD), ROOT), pair.clientTls());
      assertThat(resumed(pair)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void backWithOtherKeysShakesHandsInFull(String version) throws Exception {
    try (TlsPair pair = new TlsPair(back(version, BACK, OLD, ROOT), front(version))) {
      assertThat(resumed(pair)).isFalse();

      pair.replace(back(version, BACK, NEW, ROOT), pair.clientTls());

      assertThat(resumed(pair)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void backThatTrustsMoreOrShowsAnotherCertificateShakesHandsInFull(String version)
      throws Exception {
    Identity renewed =
        ROOT.identity("CN=back.example").server().dns("back.example").ip("127.0.0.1").create();
    try (TlsPair pair = new TlsPair(back(version, BACK, OLD, ROOT), front(version))) {
      assertThat(resumed(pair)).isFalse();

      pair.replace(back(version, BACK, OLD, ROOT, OTHER_ROOT), pair.clientTls());
      assertThat(resumed(pair)).isFalse();

      pair.replace(back(version, renewed, OLD, ROOT, OTHER_ROOT), pair.clientTls());
      assertThat(resumed(pair)).isFalse();
    }
  }

  @Test
  void backThatNoLongerTrustsTheClientRefusesIt() throws Exception {
    try (TlsPair pair = new TlsPair(back("TLSv1.3", BACK, OLD, ROOT), front("TLSv1.3"))) {
      assertThat(resumed(pair)).isFalse();

      pair.replace(back("TLSv1.3", BACK, OLD, OTHER_ROOT), pair.clientTls());
      pair.connect();

      assertThat(pair.serverRecord().outcome()).isEqualTo(Outcome.FAILED);
    }
  }

  @Test
  void readsWholeKeysOnly() throws Exception {
    Path file = Files.write(folder.resolve("tickets.key"), new byte[47]);

    assertThatThrownBy(() -> TicketKeys.read(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("found 47 bytes; expected 1 to 16 ticket keys of 48");
  }

  @Test
  void tellsThatTheJdkCannotShare() {
    assertThatThrownBy(
            () ->
                ServerTls.build(
                    settings(ProviderChoice.JDK, "TLSv1.3"),
                    sharing(BACK, OLD, ROOT),
                    List.of("h2"),
                    1,
                    TlsPair.plain()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ticketKeys");
  }

  private static ServerTls back(
      String version, Identity identity, byte[] keys, Authority... trusted) {
    return ServerTls.build(
        settings(ProviderChoice.OPENSSL, version),
        sharing(identity, keys, trusted),
        List.of("h2"),
        1,
        TlsPair.plain());
  }

  private static ClientTls front(String version) {
    return ClientTls.build(
        settings(ProviderChoice.OPENSSL, version),
        material(FRONT, ROOT),
        List.of("h2"),
        1,
        TlsPair.plain());
  }

  private static TlsMaterial sharing(Identity identity, byte[] keys, Authority... trusted) {
    TlsMaterial plain = material(identity, trusted);
    return new TlsMaterial(plain.identity(), plain.judge(), plain.warnings(), TicketKeys.of(keys));
  }

  private static boolean resumed(TlsPair pair) throws Exception {
    Channel channel = pair.connect();
    assertThat(TlsPair.next(pair.answers)).isEqualTo(TlsPair.WORD);
    assertThat(pair.clientRecord().outcome()).isEqualTo(Outcome.ESTABLISHED);
    HandshakeRecord back = pair.serverRecord();
    channel.close().sync();
    return back.negotiated().resumed();
  }

  private static byte[] random() {
    byte[] key = new byte[TicketKeys.LENGTH];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private static byte[] both(byte[] first, byte[] second) {
    byte[] all = new byte[2 * TicketKeys.LENGTH];
    System.arraycopy(first, 0, all, 0, TicketKeys.LENGTH);
    System.arraycopy(second, 0, all, TicketKeys.LENGTH, TicketKeys.LENGTH);
    return all;
  }
}
