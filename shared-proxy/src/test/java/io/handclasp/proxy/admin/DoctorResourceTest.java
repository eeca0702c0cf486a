package io.handclasp.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.InForce;
import io.handclasp.proxy.server.OpenedTls;
import io.handclasp.proxy.server.Program;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorResourceTest {
  private static final Authority AUTHORITY = Authority.root("CN=authority").create();
  private static final Authority ITS_TWIN = Authority.root("CN=authority").create();

  @TempDir private Path folder;

  @Test
  void shakesHandsByTheIdentityThatTheRouteNames() throws Exception {
    StoreWriter.trustPem(folder.resolve("trust.pem"), List.of(AUTHORITY.certificate()));
    StoreWriter.pem(
        folder.resolve("back.pem"), AUTHORITY.identity("CN=b").server().dns("b.example").create());
    StoreWriter.pem(folder.resolve("front.pem"), AUTHORITY.identity("CN=f").client().create());
    StoreWriter.pem(folder.resolve("second.pem"), ITS_TWIN.identity("CN=s").client().create());
    ProxyConfig back =
        read(
            Side.BACK,
            """
            listen: 127.0.0.1:0
            tls: {keyStore: {file: back.pem}, trustStore: {file: trust.pem}}
            routes: [{endpoint: 'http://127.0.0.1:1'}]
            """);
    Program program = new Program("backend-service", Side.BACK, null);
    try (ProxyServer server = ProxyServer.start(program, back, ProxyEvents.none())) {
      String to = "endpoint: 'https://" + server.address() + "', peerName: b.example";
      JsonNode found =
          examine(
              """
              tls:
                keyStore: {file: front.pem}
                trustStore: {file: trust.pem}
                identities: [{name: second, keyStore: {file: second.pem}}]
              routes: [{path: /second, identity: second, %1$s}, {%1$s}]
              """
                  .formatted(to));

      assertThat(found.path("well").asBoolean()).isFalse();
      assertThat(found.path("endpoints").findValuesAsText("route"))
          .containsExactly("*/second", "*/");
      assertThat(found.path("endpoints").findValuesAsText("succeeds"))
          .containsExactly("false", "true");
    }
  }

  private JsonNode examine(String yaml) throws Exception {
    ProxyConfig front = read(Side.FRONT, yaml);
    try (OpenedTls opened = OpenedTls.open(front)) {
      InForce inForce = new InForce(1, front, opened.material());
      AdminAnswer answer =
          new DoctorResource(() -> inForce)
              .answer(new AdminRequest("POST", "/doctor", "", Map.of(), Map.of()));
      return new ObjectMapper().readTree(new String(answer.body(), UTF_8));
    }
  }

  private ProxyConfig read(Side side, String yaml) throws Exception {
    return ProxyConfigReader.read(Files.writeString(folder.resolve(side + ".yaml"), yaml), side)
        .config();
  }
}
