package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.pki.store.KeyStoreFile;
import io.handclasp.pki.store.PasswordSource;
import io.handclasp.pki.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that have another password than their store. */
class KeyPasswordTest {
  @TempDir private Path folder;
  private String password = "";
  private String keyPassword = "";
  private Path ca = Path.of("");

  @BeforeEach
  void authority() throws IOException {
    password = "file:" + Files.writeString(folder.resolve("a.password"), "correct horse\n");
    keyPassword = "file:" + Files.writeString(folder.resolve("key.password"), "battery staple\n");
    ca = authority("ca", "CN=Old authority");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jks", "pkcs12"})
  void aRequestLocksANewKeyWithItAndOpensItLater(String type) throws Exception {
    Path store = folder.resolve("a.store");
    Run.ok(request(store, "a", "--type", type, "--key-password", keyPassword));

    Run without = Run.pki(request(store, "again"));
    Run.ok(request(store, "again", "--key-password", keyPassword));

    assertThat(without.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(without.err()).contains("another password; give --key-password");
    KeyStoreFile made = open(store);
    assertThat(made.key("a.example", PasswordSource.parse(keyPassword))).isNotNull();
    assertThatThrownBy(() -> made.key("a.example", null)).isInstanceOf(StoreException.class);
  }

  @Test
  void aRotationOpensKeysThatHaveOneAndThoseThatHaveNone() throws Exception {
    Path own = identity("own", "--key-password", keyPassword);
    Path plain = identity("plain");
    Path next = authority("next", "CN=Next authority");
    Run.ok(
        "trust",
        ca.resolve("authority.pem"),
        "--store",
        folder.resolve("trust.p12"),
        "--password",
        password);
    Run.ok(rotate("trust-both", next, own, plain));

    Run without = Run.pki(rotate("issue", next, own, plain));
    Run.ok(rotate("issue", next, own, plain, "--key-password", keyPassword));

    assertThat(without.err()).contains("another password; give --key-password");
    for (Path store : new Path[] {own, plain}) {
      assertThat(open(store).certificates("a.example").get(0).getIssuerX500Principal().getName())
          .isEqualTo("CN=Next authority");
    }
    assertThat(open(own).key("a.example", PasswordSource.parse(keyPassword))).isNotNull();
    assertThat(open(plain).key("a.example", null)).isNotNull();
  }

  private Path identity(String name, Object... more) {
    Path store = folder.resolve(name + ".jks");
    Path reply = folder.resolve(name + ".crt");
    Run.ok(words(request(store, name, "--type", "jks"), more));
    Run.ok(
        "sign",
        folder.resolve(name + ".csr"),
        "--authority",
        ca,
        "--authority-password",
        password,
        "--profile",
        "server",
        "--out",
        reply);
    Run.ok(words(new Object[] {"install", reply, "--store", store, "--password", password}, more));
    return store;
  }

  private Path authority(String name, String subject) {
    Path made = folder.resolve(name);
    Run.ok("authority", "--subject", subject, "--out", made, "--password", password);
    return made;
  }

  private Object[] request(Path store, String out, Object... more) {
    Object[] words = {
      "request",
      "--subject",
      "CN=a.example",
      "--store",
      store,
      "--password",
      password,
      "--out",
      folder.resolve(out + ".csr")
    };
    return words(words, more);
  }

  private Object[] rotate(String phase, Path next, Path first, Path second, Object... more) {
    Object[] words = {
      "rotate-authority",
      phase,
      "--old",
      ca,
      "--new",
      next,
      "--new-password",
      password,
      "--trust",
      folder.resolve("trust.p12") + "=" + password,
      "--identity",
      first + "=" + password,
      "--identity",
      second + "=" + password
    };
    return words(words, more);
  }

  private static Object[] words(Object[] first, Object... more) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray();
  }

  private KeyStoreFile open(Path store) throws StoreException {
    return KeyStoreFile.open(store, PasswordSource.parse(password));
  }
}
