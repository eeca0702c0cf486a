package io.handclasp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShippedSamplesTest {
  private static final Path SAMPLES =
      Path.of(System.getProperty("project.root", "..")).resolve("config");

  @Test
  void theFrontsSampleLoadsWithoutWarning() throws Exception {
    LoadedConfig loaded = ProxyConfigReader.read(SAMPLES.resolve("client-proxy.yaml"), Side.FRONT);

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().listen()).isEqualTo(new Address("127.0.0.1", 8280));
    assertThat(loaded.config().routes())
        .containsExactly(
            new RouteConfig(
                "*",
                "/",
                new RouteConfig.Forward(
                    List.of(
                        new EndpointConfig(
                            true, new Address("127.0.0.1", 8243), "backend.example")))));
  }

  @Test
  void theBacksSampleLoadsWithoutWarning() throws Exception {
    LoadedConfig loaded =
        ProxyConfigReader.read(SAMPLES.resolve("backend-service.yaml"), Side.BACK);

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.config().listen()).isEqualTo(new Address("127.0.0.1", 8243));
    assertThat(loaded.config().routes())
        .containsExactly(
            new RouteConfig("*", "/", new RouteConfig.BuiltIn(new ServiceConfig.Echo())));
  }
}
