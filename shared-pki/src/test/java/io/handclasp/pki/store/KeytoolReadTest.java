package io.handclasp.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What keytool of every installed JDK writes is read here. */
class KeytoolReadTest {
  private static final String NAMED = " -keystore %s -storepass secret1 -noprompt ";
  @TempDir Path folder;

  static List<Path> jdks() throws Exception {
    return Tool.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void storesOfTheWalkthrough(Path jdk) throws Exception {
    assumeTrue(Tool.onPath("openssl"), "openssl is not installed");
    String store = NAMED.formatted("partner1_keystore.jks");
    Tool.keytool(
        jdk,
        folder,
        "-genkey -alias partner1 -keyalg RSA -keysize 2048 -dname CN=partner1.com -keypass secret1"
            + store.stripTrailing());
    Tool.keytool(jdk, folder, "-certreq -alias partner1 -file p.csr" + store.stripTrailing());
    Tool.openssl(
        folder,
        "req -new -x509 -newkey rsa:2048 -keyout ca.key -passout pass:capassword -out ca.crt"
            + " -days 365 -subj /CN=caauthority");
    Tool.openssl(
        folder,
        "x509 -req -days 365 -in p.csr -CA ca.crt -CAkey ca.key -passin pass:capassword"
            + " -set_serial 559823400 -out p.crt");
    Tool.keytool(
        jdk, folder, "-import -trustcacerts -alias ca1 -file ca.crt" + store.stripTrailing());
    Tool.keytool(jdk, folder, "-import -alias partner1 -file p.crt" + store.stripTrailing());
    String trust = NAMED.formatted("client-truststore.jks").stripTrailing();
    Tool.keytool(jdk, folder, "-import -alias partner1 -file p.crt" + trust);
    Tool.keytool(jdk, folder, "-import -trustcacerts -alias ca1 -file ca.crt" + trust);

    Identity partner = StoreReader.identity(identity("partner1_keystore.jks", null));
    assertThat(partner.alias()).isEqualTo("partner1");
    assertThat(partner.chain())
        .extracting(c -> c.getSubjectX500Principal().getName())
        .containsExactly("CN=partner1.com", "CN=caauthority");
    assertThat(trusted("partner1_keystore.jks")).containsExactly(partner.chain().get(1));
    assertThat(trusted("client-truststore.jks"))
        .containsExactlyInAnyOrderElementsOf(partner.chain());
  }

  @ParameterizedTest
  @CsvSource({"JKS", "JCEKS", "PKCS12"})
  void everyFormatWithTwoKeysAndATrustedCertificate(StoreFormat format) throws Exception {
    Path jdk = Tool.jdks().get(0);
    String store = NAMED.formatted("two") + "-storetype " + format;
    for (String alias : List.of("one", "two")) {
      Tool.keytool(
          jdk,
          folder,
          "-genkeypair -keyalg EC -dname CN=%s -alias %s -keypass secret1%s"
              .formatted(alias, alias, store));
    }
    Tool.keytool(jdk, folder, "-exportcert -rfc -alias one -file one.crt" + store);
    Tool.keytool(jdk, folder, "-importcert -alias friend -file one.crt" + store);

    StoreContents contents = StoreReader.contents(folder.resolve("two"), password("secret1"), null);
    assertThat(contents.format()).isEqualTo(format);
    assertThat(contents.identities())
        .extracting(Identity::alias)
        .containsExactlyInAnyOrder("one", "two");
    assertThat(contents.trusted())
        .extracting(StoreContents.TrustedEntry::alias)
        .containsExactly("friend");
    assertThat(StoreReader.identity(identity("two", "TWO")).alias()).isEqualTo("two");
    assertFault(StoreFault.SEVERAL_KEYS, identity("two", null));
    assertFault(StoreFault.ALIAS_UNKNOWN, identity("two", "three"));
    IdentitySource wrong =
        new IdentitySource(folder.resolve("two"), null, password("guess"), null, "one");
    assertFault(StoreFault.WRONG_PASSWORD, wrong);
  }

  @ParameterizedTest
  @CsvSource({"JKS", "JCEKS"})
  void keyWithAPasswordOfItsOwn(StoreFormat format) throws Exception {
    Tool.keytool(
        Tool.jdks().get(0),
        folder,
        "-genkeypair -keyalg EC -dname CN=a -alias a -keypass another"
            + NAMED.formatted("own")
            + "-storetype "
            + format);
    Path file = folder.resolve("own");

    assertFault(StoreFault.KEY_PASSWORD_DIFFERS, identity("own", null));
    IdentitySource right =
        new IdentitySource(file, null, password("secret1"), password("another"), null);
    assertThat(StoreReader.identity(right).leaf().getSubjectX500Principal().getName())
        .isEqualTo("CN=a");
    assertThat(Files.size(file)).isPositive();
  }

  private List<java.security.cert.X509Certificate> trusted(String file) throws StoreException {
    return StoreReader.trusted(new TrustSource(folder.resolve(file), password("secret1")));
  }

  private IdentitySource identity(String file, @org.jspecify.annotations.Nullable String alias) {
    return new IdentitySource(folder.resolve(file), null, password("secret1"), null, alias);
  }

  private static PasswordSource password(String text) {
    return PasswordSource.of(text.toCharArray());
  }

  private static void assertFault(StoreFault fault, IdentitySource source) {
    assertThatThrownBy(() -> StoreReader.identity(source))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault));
  }
}
