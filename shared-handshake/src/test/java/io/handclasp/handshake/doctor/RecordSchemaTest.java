package io.handclasp.handshake.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.journal.Samples;
import io.handclasp.handshake.record.Certainty;
import io.handclasp.handshake.record.Conclusion;
import io.handclasp.handshake.record.Fault;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Outcome;
import io.handclasp.handshake.record.OwnStores;
import io.handclasp.handshake.record.RecordJson;
import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.StoreName;
import io.handclasp.handshake.tls.ClientTls;
import io.handclasp.handshake.tls.ProviderChoice;
import io.handclasp.handshake.tls.ServerTls;
import io.handclasp.handshake.tls.TlsMaterial;
import io.handclasp.handshake.tls.TlsSettings;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.IdentitySource;
import io.handclasp.pki.store.TrustSource;
import io.handclasp.pki.trust.TrustJudge;
import io.handclasp.pki.trust.TrustPolicy;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every record fits docs/handshake-record.schema.json, and has no field that is not in it. */
class RecordSchemaTest {
  private static final Path DOCS =
      Path.of(System.getProperty("project.root", "..")).resolve("docs");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode OPEN = schema();
  private static final JsonSchema CLOSED =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(closed(OPEN.deepCopy()));
  private static final Authority ROOT = Authority.root("CN=Example Root").create();
  private static final Authority OTHER = Authority.root("CN=Other Root").create();
  private static final Identity BACK =
      ROOT.identity("CN=back.example").server().dns("back.example").create();
  private static final Identity FRONT = ROOT.identity("CN=front.example").client().create();
  private static final Identity STRANGER = OTHER.identity("CN=stranger.example").client().create();

  private static JsonNode schema() {
    try {
      return JSON.readTree(Files.readString(DOCS.resolve("handshake-record.schema.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Readers let unknown fields be; the test does not, or they would not get into the document. */
  private static JsonNode closed(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("type").asText().equals("object")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(RecordSchemaTest::closed);
    return schema;
  }

  @ParameterizedTest
  @CsvSource({
    "OPENSSL, OPENSSL, TLSv1.3",
    "OPENSSL, OPENSSL, TLSv1.2",
    "OPENSSL, JDK, TLSv1.3",
    "JDK, OPENSSL, TLSv1.3",
    "JDK, JDK, TLSv1.3",
    "JDK, JDK, TLSv1.2"
  })
  void holdsOfHandshakesGoodAndBad(ProviderChoice front, ProviderChoice back, String version)
      throws IOException {
    try (ServerTls server = server(back, ROOT);
        ServerTls strict = server(back, OTHER);
        ClientTls client = client(front, FRONT, ROOT, version);
        ClientTls stranger = client(front, STRANGER, ROOT, version);
        ClientTls wary = client(front, FRONT, OTHER, version)) {
      List<JoinedHandshake> played =
          List.of(
              Rehearsal.play(server, client, "back.example", 8443, "back.example"),
              Rehearsal.play(server, client, "back.example", 8443, "back.example"),
              Rehearsal.play(server, client, "127.0.0.1", 8443, "other.example"),
              Rehearsal.play(server, stranger, "back.example", 8443, "back.example"),
              Rehearsal.play(strict, client, "back.example", 8443, "back.example"),
              Rehearsal.play(server, wary, "back.example", 8443, "back.example"));

      assertThat(played.get(0).best().outcome()).isEqualTo(Outcome.ESTABLISHED);
      assertThat(played.get(1).best().outcome()).isEqualTo(Outcome.ESTABLISHED);
      assertThat(played.subList(2, 6))
          .allMatch(handshake -> handshake.best().outcome() != Outcome.ESTABLISHED);
      for (JoinedHandshake handshake : played) {
        for (HandshakeRecord end : handshake.ends()) {
          check(end);
        }
      }
    }
  }

  @Test
  void holdsOfWhatIsNoHandshake() throws IOException {
    List<HandshakeRecord> told = new ArrayList<>();
    try (ServerTls server = server(ProviderChoice.OPENSSL, ROOT);
        ClientTls client = client(ProviderChoice.OPENSSL, FRONT, ROOT, "TLSv1.3")) {
      for (String bytes : List.of("GET / HTTP/1.1\r\n\r\n", "PROXY TCP4 \u00ff", "\u0016\u0003")) {
        EmbeddedChannel channel = new EmbeddedChannel();
        server.addTo(channel, told::add);
        channel.pipeline().addLast(new Farewell(false));
        channel.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
        channel.finishAndReleaseAll();
      }
      EmbeddedChannel silent = new EmbeddedChannel();
      server.addTo(silent, told::add);
      silent.finishAndReleaseAll();
      client.connectFailed("none", 1, new ConnectException("x"), Duration.ofMillis(1), told::add);
      client.connectFailed("none", 1, new UnknownHostException("x"), Duration.ZERO, told::add);
    }

    assertThat(told).hasSize(6);
    for (HandshakeRecord handshake : told) {
      check(handshake);
    }
  }

  @Test
  void holdsWithAConclusionAndWithinBoundsWhateverItSays() throws IOException {
    String text = "\u0007\ud83d\ude00\"".repeat(10_000);
    List<String> texts = Collections.nCopies(1_000, text);
    Conclusion monstrous =
        new Conclusion(
            "client-ca-unknown",
            texts,
            Fault.PEER,
            Certainty.KNOWN,
            text,
            texts,
            texts,
            new OwnStores(new StoreName(text, text), new StoreName("trust.p12", "env:TRUST")));
    OwnStores stores =
        new OwnStores(
            new StoreName("own.p12", "file:own.password"), new StoreName("trust.p12", null));

    check(Samples.refused(1, Role.SERVER));
    check(Samples.refused(1, Role.CLIENT));
    check(Samples.refused(1, Role.CLIENT).concluded(monstrous));
    HandshakeRecord warned =
        Samples.refused(1, Role.CLIENT)
            .concluded(Conclusion.wellDone(List.of("server-leaf-is-ca"), stores));
    check(warned);
    assertThat(RecordJson.read(RecordJson.write(warned)).ownStores()).isEqualTo(stores);
  }

  @Test
  void aStoreIsNamedWholeOrNotAtAll() throws IOException {
    String longest = "x".repeat(600);
    StoreName trust = new StoreName("trust.p12", null);
    for (StoreName key :
        List.of(new StoreName(longest, "env:KEYS"), new StoreName("own.p12", "file:" + longest))) {
      HandshakeRecord warned =
          Samples.refused(1, Role.CLIENT)
              .concluded(
                  Conclusion.wellDone(List.of("server-leaf-is-ca"), new OwnStores(key, trust)));

      check(warned);
      assertThat(RecordJson.read(RecordJson.write(warned)).ownStores())
          .isEqualTo(new OwnStores(null, trust));
    }
  }

  @Test
  void hasEveryFieldOfTheSchemaOnThePage() throws IOException {
    String page = Files.readString(DOCS.resolve("handshake-record.md"));

    for (JsonNode properties : OPEN.findValues("properties")) {
      properties
          .fieldNames()
          .forEachRemaining(field -> assertThat(page).contains("`" + field + "`"));
    }
  }

  private static void check(HandshakeRecord handshake) throws IOException {
    byte[] json = RecordJson.write(handshake);

    assertThat(json.length).isLessThanOrEqualTo(16 * 1024);
    assertThat(new String(json, UTF_8)).startsWith("{\"id\":\"").doesNotContain("\n");
    assertThat(CLOSED.validate(JSON.readTree(json))).isEmpty();
    assertThat(RecordJson.read(json).id()).isEqualTo(handshake.id());
  }

  private static ServerTls server(ProviderChoice provider, Authority trusted) {
    return ServerTls.build(
        settings(provider, List.of("TLSv1.3", "TLSv1.2")),
        material(BACK, trusted),
        List.of("h2", "http/1.1"),
        1,
        raw -> raw);
  }

  private static ClientTls client(
      ProviderChoice provider, Identity own, Authority trusted, String version) {
    return ClientTls.build(
        settings(provider, List.of(version)),
        material(own, trusted),
        List.of("h2", "http/1.1"),
        1,
        raw -> raw);
  }

  private static TlsMaterial material(Identity identity, Authority trusted) {
    return new TlsMaterial(
        identity,
        new TrustJudge(List.of(trusted.certificate()), List.of(), TrustPolicy.strict()),
        List.of());
  }

  private static TlsSettings settings(ProviderChoice provider, List<String> versions) {
    return new TlsSettings(
        provider,
        versions,
        List.of(),
        List.of(),
        new IdentitySource(Path.of("unused"), null, null, null, null),
        new TrustSource(Path.of("unused"), null),
        List.of(),
        TrustPolicy.strict(),
        Duration.ofSeconds(10));
  }
}
