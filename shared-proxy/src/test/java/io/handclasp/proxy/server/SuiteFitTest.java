package io.handclasp.proxy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Own keys and the cipher suites that are configured. */
class SuiteFitTest {
  private static final String BY_RSA = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
  private static final String BY_ECDSA = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
  private static final String OF_13 = "TLS_AES_128_GCM_SHA256";

  @TempDir private Path folder;

  @BeforeEach
  void makeStores() throws Exception {
    Authority authority = Authority.root("CN=authority").create();
    StoreWriter.trustPem(folder.resolve("trust.pem"), List.of(authority.certificate()));
    StoreWriter.pem(folder.resolve("ec.pem"), authority.identity("CN=ec.example").create());
    StoreWriter.pem(
        folder.resolve("rsa.pem"),
        authority.identity("CN=rsa.example").key(KeyType.RSA_2048).create());
  }

  @ParameterizedTest
  @CsvSource({
    "ec, TLSv1.2, " + BY_RSA + ", with ECDHE_ECDSA",
    "rsa, TLSv1.2, " + BY_ECDSA + ", with ECDHE_RSA",
    "ec, 'TLSv1.3, TLSv1.2', " + BY_RSA + ", 'signs, or one of TLS 1.3'",
    "ec, TLSv1.2, " + OF_13 + ", with ECDHE_ECDSA",
    "ec, TLSv1.3, " + BY_ECDSA + ", of TLS 1.3"
  })
  void aBackWhoseKeySignsInNoneOfThemDoesNotStart(
      String key, String protocols, String suites, String expected) {
    assertThatThrownBy(() -> warnings(Side.BACK, key, protocols, suites))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("tls.suites: found " + suites + "; expected a suite ")
        .hasMessageContainingAll(expected, protocols, "[server-settings-unsupported]");
  }

  @Test
  void aBackNamesTheKeyThatDoesNotFit() {
    assertThatThrownBy(() -> warnings(Side.BACK, "ec", "TLSv1.2", BY_RSA))
        .hasMessageContaining("by which the own EC P-256 key of CN=ec.example signs");
  }

  @ParameterizedTest
  @CsvSource({
    "ec, TLSv1.2, " + BY_ECDSA,
    "rsa, TLSv1.2, '" + BY_ECDSA + ", " + BY_RSA + "'",
    "ec, 'TLSv1.3, TLSv1.2', '" + BY_RSA + ", " + OF_13 + "'"
  })
  void aBackWhoseKeySignsInOneOfThemStarts(String key, String protocols, String suites)
      throws Exception {
    assertThat(warnings(Side.BACK, key, protocols, suites)).noneMatch(SuiteFitTest::isAboutSuites);
  }

  @Test
  void aBackWithAnotherKeyThatFitsIsWarnedOfTheOneThatDoesNot() throws Exception {
    String others = "identities: [{name: other, keyStore: {file: rsa.pem}}], ";

    assertThat(warnings(Side.BACK, "ec", "TLSv1.2", BY_RSA, others))
        .filteredOn(SuiteFitTest::isAboutSuites)
        .singleElement()
        .asString()
        .contains("CN=ec.example");
  }

  @Test
  void theKeyOfAFrontSignsWhateverTheSuiteIs() throws Exception {
    assertThat(warnings(Side.FRONT, "ec", "TLSv1.2", BY_RSA))
        .noneMatch(SuiteFitTest::isAboutSuites);
  }

  @Test
  void aFrontWithoutASuiteOfItsVersionDoesNotStart() {
    assertThatThrownBy(() -> warnings(Side.FRONT, "ec", "TLSv1.2", OF_13))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith("tls.suites: found " + OF_13 + "; expected a suite with ECDHE ")
        .hasMessageEndingWith("[client-settings-unsupported]");
  }

  private static boolean isAboutSuites(String warning) {
    return warning.startsWith("tls.suites: ");
  }

  private List<String> warnings(
      Side side, String key, String protocols, String suites, String... more) throws Exception {
    String endpoint = side == Side.BACK ? "http://127.0.0.1:1" : "https://127.0.0.1:1";
    Path file =
        Files.writeString(
            folder.resolve("proxy.yaml"),
            """
            tls: {%s protocols: [%s], suites: [%s], keyStore: {file: %s.pem}, trustStore: {file: trust.pem}}
            routes: [{endpoint: "%s"}]
            """
                .formatted(String.join("", more), protocols, suites, key, endpoint));
    try (OpenedTls opened = OpenedTls.open(ProxyConfigReader.read(file, side).config())) {
      return opened.warnings();
    }
  }
}
