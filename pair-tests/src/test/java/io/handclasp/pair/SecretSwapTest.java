package io.handclasp.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.backend.BackendService;
import io.handclasp.client.ClientProxy;
import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.pki.issue.Authority;
import io.handclasp.pki.store.Identity;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.LifecycleEvent;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import io.handclasp.proxy.server.Reloader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Secret as the kubelet mounts it: links through {@code ..data}, which is swapped in one step.
 */
class SecretSwapTest {
  private final Authority authority = Authority.root("CN=cluster authority").create();
  private final BlockingQueue<HandshakeRecord> handshakes = new LinkedBlockingQueue<>();
  private final BlockingQueue<LifecycleEvent> reloads = new LinkedBlockingQueue<>();
  @TempDir private Path folder;

  @BeforeEach
  void makeFront() throws Exception {
    StoreWriter.pem(folder.resolve("front.pem"), authority.identity("CN=front").client().create());
    StoreWriter.trustPem(folder.resolve("trust.pem"), List.of(authority.certificate()));
  }

  @Test
  void newCertificateIsShownAndRequestsGoOnAndAnUnfitSecretIsLeftAlone() throws Exception {
    Identity first = issued("CN=first");
    mount("..2026_11_26_09_00_00.1", first, first);
    Path file = write();
    ProxyConfig config = ProxyConfigReader.read(file, Side.BACK).config();
    ProxyEvents events = new ProxyEvents(handshakes::add, exchange -> {}, this::onEvent);
    try (ProxyServer back = BackendService.start(config, events);
        Reloader reloader = new Reloader(file, config, back, taken -> {})) {
      assertThat(reloader).isNotNull();
      assertThat(subjectShownBy(back)).isEqualTo("CN=first");

      Identity second = issued("CN=second");
      swap("..2026_11_26_10_00_00.2", second, second);
      assertThat(nextReload()).isInstanceOf(LifecycleEvent.Reloaded.class);
      assertThat(subjectShownBy(back)).isEqualTo("CN=second");

      swap("..2026_11_26_11_00_00.3", issued("CN=third"), issued("CN=other"));
      assertThat(nextReload()).isInstanceOf(LifecycleEvent.ReloadRefused.class);
      assertThat(subjectShownBy(back)).isEqualTo("CN=second");
    }
  }

  private Identity issued(String subject) {
    return authority.identity(subject).dns("back.example").server().create();
  }

  private void onEvent(LifecycleEvent event) {
    if (event instanceof LifecycleEvent.Reloaded || event instanceof LifecycleEvent.ReloadRefused) {
      reloads.add(event);
    }
  }

  private LifecycleEvent nextReload() throws InterruptedException {
    LifecycleEvent event = reloads.poll(20, TimeUnit.SECONDS);
    assertThat(event).as("a reload within 20 s").isNotNull();
    return event;
  }

  /** Writes the files of one version, as cert-manager fills them. */
  private Path version(String name, Identity certificate, Identity key) throws Exception {
    Path version = Files.createDirectory(mountPoint().resolve(name));
    Path unused = Files.createDirectory(folder.resolve("unused" + name));
    StoreWriter.pem(unused.resolve("tls.crt"), version.resolve("tls.key"), key);
    StoreWriter.pem(version.resolve("tls.crt"), unused.resolve("tls.key"), certificate);
    Files.copy(folder.resolve("trust.pem"), version.resolve("ca.crt"));
    return version.getFileName();
  }

  private Path mountPoint() {
    return folder.resolve("tls");
  }

  private void mount(String name, Identity certificate, Identity key) throws Exception {
    Files.createDirectory(mountPoint());
    Files.createSymbolicLink(mountPoint().resolve("..data"), version(name, certificate, key));
    for (String file : List.of("tls.crt", "tls.key", "ca.crt")) {
      Files.createSymbolicLink(mountPoint().resolve(file), Path.of("..data", file));
    }
  }

  /**
   * The new version beside the old, a link to it renamed over the old link, the old one removed.
   */
  private void swap(String name, Identity certificate, Identity key) throws Exception {
    Path data = mountPoint().resolve("..data");
    Path old = mountPoint().resolve(Files.readSymbolicLink(data));
    Path link = mountPoint().resolve("..data_tmp");
    Files.createSymbolicLink(link, version(name, certificate, key));
    Files.move(link, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    for (String file : List.of("tls.crt", "tls.key", "ca.crt")) {
      Files.delete(old.resolve(file));
    }
    Files.delete(old);
  }

  private Path write() throws Exception {
    return Files.writeString(
        folder.resolve("backend-service.yaml"),
        """
        listen: 127.0.0.1:0
        workers: 1
        tls:
          keyStore: {file: tls/tls.crt, keyFile: tls/tls.key}
          trustStore: {file: tls/ca.crt}
        routes: [{service: {status: 200, text: "hello"}}]
        reload: {interval: 50ms, retire: 100ms}
        admin: off
        """);
  }

  /** Asks by a front of its own, so that its connection is a new one. */
  private String subjectShownBy(ProxyServer back) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("client-proxy.yaml"),
            """
            listen: 127.0.0.1:0
            workers: 1
            tls: {keyStore: {file: front.pem}, trustStore: {file: trust.pem}}
            routes: [{endpoint: "https://127.0.0.1:%d", peerName: back.example}]
            """
                .formatted(back.address().port()));
    handshakes.clear();
    try (ProxyServer front =
        ClientProxy.start(ProxyConfigReader.read(file, Side.FRONT).config(), ProxyEvents.none())) {
      URI url = URI.create("http://127.0.0.1:" + front.address().port() + "/");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(url).version(HttpClient.Version.HTTP_1_1).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
    }
    HandshakeRecord record = handshakes.poll(20, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    return record.ownChain().get(0).subject();
  }
}
