package io.handclasp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminSectionTest {
  private static final String REST =
      """
      tls: {keyStore: {file: own.p12, password: 'env:OWN'}, trustStore: {file: trust.p12}}
      routes: [{endpoint: 'https://127.0.0.1:8243'}]
      """;

  @TempDir private Path folder;

  @Test
  void listensOnLoopbackWhereNothingIsSaid() throws Exception {
    assertThat(read("")).isEqualTo(AdminConfig.on(new Address("127.0.0.1", 9280)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin: off", "admin: {listen: off}"})
  void canBeSwitchedOff(String yaml) throws Exception {
    assertThat(read(yaml)).isNull();
  }

  @Test
  void readsEveryKey() throws Exception {
    assertThat(
            read(
                "admin: {listen: '0.0.0.0:1', tls: true, peer: 'https://b.example:2', peerName:"
                    + " c.example, keep: 5, hosts: [Admin.Example]}"))
        .isEqualTo(
            new AdminConfig(
                new Address("0.0.0.0", 1),
                true,
                new AdminConfig.Peer(true, new Address("b.example", 2), "c.example"),
                5,
                List.of("admin.example")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{listen: '0.0.0.0:9280'} | admin.listen: found 0.0.0.0:9280; expected a loopback address",
        "{peer: 'http://b.example:9243'} | admin.peer: found \"http://b.example:9243\"; expected",
        "{peer: 'https://b.example'} | admin.peer: found",
        "{keep: 0} | admin.keep: found \"0\"; expected a whole number",
        "{hosts: ['a:1']} | admin.hosts[0]: found \"a:1\"; expected a host name without a port",
        "{lisen: x} | admin.lisen: unknown key; the nearest known one is listen",
        "on | admin: found \"on\"; expected a section with keys"
      })
  void saysWhatIsWrong(String section, String problem) throws Exception {
    Path file = Files.writeString(folder.resolve("front.yaml"), "admin: " + section + "\n" + REST);

    ConfigException refused =
        catchThrowableOfType(ConfigException.class, () -> ProxyConfigReader.read(file, Side.FRONT));

    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().get(0).toString()).contains(problem);
  }

  private @Nullable AdminConfig read(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("front.yaml"), yaml + "\n" + REST);
    return ProxyConfigReader.read(file, Side.FRONT).config().admin();
  }
}
