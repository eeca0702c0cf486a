package io.handclasp.proxy.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.handclasp.proxy.config.ConfigException;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The committed reference is what the code makes, and the schema judges as the reader does. Where a
 * key has changed, {@code -Dreference.write=true} writes the reference anew.
 */
class ConfigurationReferenceTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonSchema FRONT = schema(Side.FRONT);
  private static final JsonSchema BACK = schema(Side.BACK);
  private static final String STORES =
      "tls: {keyStore: {file: own.p12, password: 'env:OWN'}, trustStore: {file: trust.p12}}\n";

  @TempDir private Path folder;

  private static JsonSchema schema(Side side) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
        .getSchema(ConfigurationSchema.of(side));
  }

  @Test
  void pageHasTheTablesThatTheCodeMakes() throws IOException {
    Path page = ROOT.resolve("docs/configuration.md");
    String text = Files.readString(page);

    isCommitted(page, ConfigurationTables.fill(text));
  }

  @Test
  void schemasAreThoseThatTheCodeMakes() throws IOException {
    isCommitted(ROOT.resolve("docs/client-proxy.schema.json"), ConfigurationSchema.of(Side.FRONT));
    isCommitted(
        ROOT.resolve("docs/backend-service.schema.json"), ConfigurationSchema.of(Side.BACK));
  }

  private static void isCommitted(Path file, String made) throws IOException {
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(file, made);
    }
    assertThat(file)
        .as("made by mvn test -Dtest=ConfigurationReferenceTest -Dreference.write=true")
        .hasContent(made);
  }

  static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("config"))) {
      return files
          .filter(
              file ->
                  Set.of("client-proxy.yaml", "backend-service.yaml")
                      .contains(file.getFileName().toString()))
          .filter(ConfigurationReferenceTest::isConfiguration)
          .toList();
    }
  }

  /** A manifest may have the same name as what it deploys. */
  private static boolean isConfiguration(Path file) {
    try {
      return !YAML.readTree(Files.readString(file)).has("apiVersion");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shippedSamplesFitTheSchemaThatTheyName(Path sample) throws Exception {
    String text = Files.readString(sample);
    Path named =
        text.lines()
            .filter(line -> line.startsWith("# yaml-language-server: $schema="))
            .map(line -> sample.resolveSibling(line.substring(line.indexOf('=') + 1)).normalize())
            .findFirst()
            .orElseThrow();
    JsonNode schema = YAML.readTree(Files.readString(named));

    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(schema)
                .validate(YAML.readTree(text)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workers: 4",
        "admin: off",
        "admin: {listen: off}",
        "admin: {listen: '[::1]:0', peer: 'http://127.0.0.1:1', hosts: a.example}",
        "timeouts: {connect: 500ms, warmUp: 0, drain: 2h}",
        "limits: {body: 0, requestLine: 512, fields: 8KiB}",
        "journal: {file: a.jsonl, maxSize: 65536}",
        "log: {access: combined, levels: {access: 'off', handshake: debug}}",
        "log: {access: '{method} {status}'}",
        "tracing: {context: pass, sample: 0.01, otlp: 'http://127.0.0.1:4318/v1/traces'}",
        "reload: {watch: false, interval: 1s}"
      })
  void bothTakeWhatFitsEitherSide(String yaml) throws Exception {
    bothTake(Side.FRONT, yaml + "\n" + STORES + "routes: {endpoint: 'https://127.0.0.1:1'}");
    bothTake(Side.BACK, yaml + "\n" + STORES + "routes: [{service: echo}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FRONT | [{endpoints: ['https://a:1', {url: 'https://b', peerName: c.example}]}]",
        "FRONT | [{host: '*.a.example', path: /x, endpoint: 'https://[::1]:1', peerName: '::1'}]",
        "BACK | [{service: {status: 404, text: ''}, allow: {dns: '*.example'}}]",
        "BACK | [{endpoint: 'h2c://a:1', health: {path: /up, down: 3}, balance: round-robin}]"
      })
  void bothTakeRoutes(Side side, String routes) throws Exception {
    bothTake(side, STORES + "routes: " + routes);
  }

  private void bothTake(Side side, String yaml) throws Exception {
    assertThat(judged(side, yaml)).as(yaml).isEmpty();
    assertThatCode(() -> read(side, yaml)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "an unknown key | FRONT | worker: 4",
        "an unknown key below | BACK | timeouts: {conect: 3s}",
        "a key of the other side | BACK | listenInsecure: 0.0.0.0:1",
        "a key of the other side | FRONT | forwarding: {clientCert: true}",
        "a wrong type | FRONT | workers: many",
        "a section for a value | FRONT | workers: {number: 4}",
        "a value for a section | BACK | timeouts: 3s",
        "nothing for a section | BACK | journal:",
        "a wrong unit | FRONT | timeouts: {connect: 3 sec}",
        "no unit | FRONT | timeouts: {connect: 3}",
        "no time | FRONT | timeouts: {connect: 0s}",
        "a wrong unit of size | BACK | limits: {body: 3MB}",
        "too little | BACK | limits: {requestLine: 12}",
        "too much | BACK | limits: {streams: 100001}",
        "another word | BACK | log: {format: xml}",
        "an unknown field | BACK | log: {access: '{methd}'}",
        "no port | FRONT | listen: 127.0.0.1",
        "both ways to listen | FRONT | {listen: '127.0.0.1:1', listenInsecure: '127.0.0.1:1'}",
        "no file | FRONT | journal: {keep: 3}"
      })
  void bothRefuseWhatDoesNotFit(String what, Side side, String yaml) {
    String routes = side == Side.FRONT ? "{endpoint: 'https://127.0.0.1:1'}" : "{service: echo}";
    String top = yaml.startsWith("{") ? yaml.substring(1, yaml.length() - 1) : yaml;
    String whole = top.replace("', l", "'\nl") + "\n" + STORES + "routes: " + routes;

    refused(what, side, whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no stores | FRONT | routes: [{endpoint: 'https://127.0.0.1:1'}]",
        "no routes | FRONT | tls: {keyStore: {file: a}, trustStore: {file: b}}"
      })
  void bothMissWhatHasToBeThere(String what, Side side, String yaml) {
    refused(what, side, yaml);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no target | FRONT | [{path: /}]",
        "two targets | BACK | [{endpoint: 'http://a:1', service: echo}]",
        "plain at the front | FRONT | [{endpoint: 'http://a:1'}]",
        "a path in the endpoint | FRONT | [{endpoint: 'https://a:1/b'}]",
        "another service | BACK | [{service: ping}]",
        "an empty rule | BACK | [{service: echo, allow: [{}]}]",
        "no rule | BACK | [{service: echo, allow: []}]",
        "short fingerprint | BACK | [{service: echo, allow: [{fingerprint: 'ab:cd'}]}]",
        "no URL | FRONT | [{endpoints: [{peerName: a}]}]",
        "text beside a file | BACK | [{service: {text: a, file: b}}]",
        "no route | BACK | []"
      })
  void bothRefuseRoutes(String what, Side side, String routes) {
    refused(what, side, STORES + "routes: " + routes);
  }

  private void refused(String what, Side side, String yaml) {
    assertThat(catchThrowable(() -> read(side, yaml))).as(what).isInstanceOf(ConfigException.class);
    assertThat(judged(side, yaml)).as(what).isNotEmpty();
  }

  private static Set<ValidationMessage> judged(Side side, String yaml) {
    try {
      return (side == Side.FRONT ? FRONT : BACK).validate(YAML.readTree(yaml));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void read(Side side, String yaml) throws Exception {
    ProxyConfigReader.read(Files.writeString(folder.resolve("proxy.yaml"), yaml), side);
  }
}
