package io.handclasp.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.issue.KeyType;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pair from its configuration files, over real sockets. */
class PairTest {
  private static final char[] PASSWORD = "secret".toCharArray();
  private static final Authority CLIENTS = Authority.root("CN=client authority").create();
  private static final Authority BACKENDS = Authority.root("CN=backend authority").create();
  private static final Identity CLIENT =
      CLIENTS.identity("CN=client.example").dns("client.example").client().create();
  private static final Identity BACKEND =
      BACKENDS.identity("CN=backend.example").dns("backend.example").server().create();

  @TempDir private Path folder;

  @BeforeEach
  void writePassword() throws Exception {
    Files.writeString(folder.resolve("password"), "secret\n");
  }

  static Stream<Arguments> everyWay() {
    return Stream.of("openssl", "jdk")
        .flatMap(
            provider ->
                Stream.of("TLSv1.2", "TLSv1.3")
                    .flatMap(
                        version ->
                            Stream.of("p12", "jks", "pem")
                                .map(format -> Arguments.of(provider, version, format))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("everyWay")
  void forwardsWithEitherProviderVersionAndStoreFormat(
      String provider, String version, String format) throws Exception {
    String start = "{provider: " + provider + ", protocols: " + version + ", ";
    try (RunningPair pair =
        new RunningPair(
            folder,
            start + stores("client", CLIENT, BACKENDS.certificate(), format),
            start + stores("backend", BACKEND, CLIENTS.certificate(), format),
            "backend.example")) {
      HttpResponse<String> answer = pair.get("/hello");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("\"path\":\"/hello\"", "\"subject\":\"CN=client.example\"");
      HandshakeRecord front = pair.frontRecord();
      HandshakeRecord back = pair.backRecord();
      assertThat(front.id()).isEqualTo(back.id());
      assertThat(List.of(front.outcome(), back.outcome())).containsOnly(Outcome.ESTABLISHED);
      assertThat(List.of(front.provider(), back.provider())).containsOnly(provider);
      assertThat(front.negotiated().version()).isEqualTo(version);
    }
  }

  @Test
  void servesStoresLikeThoseOfTheWalkthroughWhereTheCommonNameIsAskedFor() throws Exception {
    Authority first = walkthroughAuthority();
    Authority second = walkthroughAuthority();
    Identity partner1 = walkthroughIdentity(first, "partner1");
    Identity partner2 = walkthroughIdentity(second, "partner2");
    String byName = "{matchCommonName: true, ";
    try (RunningPair pair =
        new RunningPair(
            folder,
            byName + stores("client", partner1, second.certificate(), "jks"),
            "{" + stores("backend", partner2, first.certificate(), "jks"),
            "partner2.com")) {
      HttpResponse<String> answer = pair.get("/orders");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("CN=partner1.com");
      assertThat(pair.warnings())
          .as("the configuration warns of it where it stands, and nobody again")
          .noneMatch(w -> w.contains("common name"));
    }
  }

  @Test
  void refusesTheSameStoresWhereTheCommonNameIsNotAskedFor() throws Exception {
    Authority first = walkthroughAuthority();
    Authority second = walkthroughAuthority();
    try (RunningPair pair =
        new RunningPair(
            folder,
            "{"
                + stores(
                    "client", walkthroughIdentity(first, "partner1"), second.certificate(), "jks"),
            "{"
                + stores(
                    "backend", walkthroughIdentity(second, "partner2"), first.certificate(), "jks"),
            "partner2.com")) {
      assertThat(pair.get("/orders").statusCode()).isEqualTo(502);
      assertThat(pair.frontRecord().cause()).isEqualTo("server-no-san-cn-only");
    }
  }

  @Test
  void refusesAStrangerAndTellsBothEndsWhy() throws Exception {
    Identity stranger =
        Authority.root("CN=elsewhere").create().identity("CN=stranger").client().create();
    try (RunningPair pair =
        new RunningPair(
            folder,
            "{" + stores("client", stranger, BACKENDS.certificate(), "p12"),
            "{" + stores("backend", BACKEND, CLIENTS.certificate(), "p12"),
            "backend.example")) {
      HttpResponse<String> answer = pair.get("/hello");

      HandshakeRecord told = pair.frontRecord();
      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(answer.headers().firstValue("proxy-status").orElse("")).contains(told.id());
      assertThat(told.cause()).isIn("client-cert-withheld", "client-ca-unknown");
      assertThat(pair.backRecord().cause()).startsWith("client-");
    }
  }

  private static Authority walkthroughAuthority() {
    return Authority.root("C=LK,ST=WP,L=Colombo,O=WSO2,OU=Carbon,CN=caauthority")
        .key(KeyType.RSA_2048)
        .create();
  }

  private static Identity walkthroughIdentity(Authority authority, String partner) {
    return authority
        .identity("C=LK,ST=WP,L=Colombo,O=WSO2,OU=Carbon,CN=" + partner + ".com")
        .alias(partner)
        .key(KeyType.RSA_2048)
        .serial(559823400)
        .versionOne()
        .withRoot()
        .create();
  }

  /** Writes both stores of one side and gives the rest of its section {@code tls}. */
  private String stores(String side, Identity own, X509Certificate trusted, String format)
      throws Exception {
    Path keys = folder.resolve(side + "." + format);
    Path trust = folder.resolve(side + "-trust." + format);
    switch (format) {
      case "p12" -> {
        StoreWriter.pkcs12(keys, own, PASSWORD);
        StoreWriter.trustPkcs12(trust, List.of(trusted), PASSWORD);
      }
      case "jks" -> {
        StoreWriter.jks(keys, own, PASSWORD);
        StoreWriter.trustJks(trust, List.of(trusted), PASSWORD);
      }
      default -> {
        StoreWriter.pem(keys, own);
        StoreWriter.trustPem(trust, List.of(trusted));
      }
    }
    String password = format.equals("pem") ? "" : ", password: 'file:password'";
    return "keyStore: {file: "
        + keys.getFileName()
        + password
        + "}, trustStore: {file: "
        + trust.getFileName()
        + password
        + "}}";
  }
}
