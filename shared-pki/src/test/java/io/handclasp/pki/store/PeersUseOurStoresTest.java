package io.handclasp.pki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.pki.issue.Authority;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real peers do mutual TLS with what is written here: a Java SSLContext, curl, nginx, HAProxy. */
class PeersUseOurStoresTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final PasswordSource SOURCE = PasswordSource.of(PASSWORD);
  private static final Authority ROOT = Authority.root("CN=Root").create();
  private static final Authority ISSUING = ROOT.intermediate("CN=Issuing").create();
  private static final Identity BACK =
      ISSUING.identity("CN=back.example").server().dns("back.example").create();
  private static final Identity FRONT = ISSUING.identity("CN=front.example").client().create();

  @TempDir static Path folder;

  @BeforeAll
  static void writeStores() throws Exception {
    StoreWriter.pem(folder.resolve("back.crt"), folder.resolve("back.key"), BACK);
    StoreWriter.pem(folder.resolve("back.pem"), BACK);
    StoreWriter.pem(folder.resolve("front.crt"), folder.resolve("front.key"), FRONT);
    StoreWriter.pkcs12(folder.resolve("front.p12"), FRONT, PASSWORD);
    StoreWriter.trustPem(folder.resolve("trust.pem"), List.of(ROOT.certificate()));
  }

  @ParameterizedTest
  @EnumSource(names = {"PKCS12", "JKS"})
  void javaServerWithOurStoresAndCurlWithOurPkcs12(StoreFormat format) throws Exception {
    assumeTrue(Tool.onPath("curl"), "curl is not installed");
    Path keys = folder.resolve("back-" + format);
    Path trust = folder.resolve("trust-" + format);
    StoreWriter.identity(new StoreTarget(keys, format, SOURCE, false), BACK);
    StoreWriter.trusted(new StoreTarget(trust, format, SOURCE, false), List.of(ROOT.certificate()));
    try (SSLServerSocket server = listen(keys, trust, format)) {
      CompletableFuture<String> client = CompletableFuture.supplyAsync(() -> answerOne(server));

      String answer =
          Tool.run(
              folder,
              "curl -sS --max-time 20 --cacert trust.pem --cert-type P12 --cert"
                  + " front.p12:changeit --resolve back.example:%1$d:127.0.0.1 https://back.example:%1$d/"
                      .formatted(server.getLocalPort()));

      assertThat(answer).isEqualTo("welcome");
      assertThat(client.get(20, TimeUnit.SECONDS)).isEqualTo("CN=front.example");
    }
  }

  @Test
  void nginxServesWithOurPemAndVerifiesCurlsClientCertificate() throws Exception {
    assumeTrue(Tool.onPath("nginx"), "nginx is not installed");
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        pid nginx.pid;
        error_log stderr;
        events { }
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          server {
            listen unix:%1$s/nginx.sock ssl;
            ssl_certificate %1$s/back.crt;
            ssl_certificate_key %1$s/back.key;
            ssl_client_certificate %1$s/trust.pem;
            ssl_verify_client on;
            ssl_verify_depth 2;
            location / { return 200 "welcome $ssl_client_s_dn"; }
          }
        }
        """
            .formatted(folder));

    assertThat(throughSocket("nginx -e stderr -p " + folder + " -c nginx.conf", "nginx.sock"))
        .endsWith("welcome CN=front.example");
  }

  @Test
  void haproxyServesWithOurPemAndVerifiesCurlsClientCertificate() throws Exception {
    assumeTrue(Tool.onPath("haproxy"), "haproxy is not installed");
    Files.writeString(
        folder.resolve("haproxy.cfg"),
        """
        defaults
          mode http
          timeout client 10s
          timeout server 10s
          timeout connect 10s
        frontend back
          bind unix@%1$s/haproxy.sock ssl crt %1$s/back.pem ca-file %1$s/trust.pem verify required
          http-request return status 200 content-type text/plain lf-string "welcome %%[ssl_c_s_dn(cn)]"
        """
            .formatted(folder));

    assertThat(throughSocket("haproxy -q -db -f haproxy.cfg", "haproxy.sock"))
        .endsWith("welcome front.example");
  }

  /** Starts a server, asks it once with curl and our PEM files, stops it. */
  private static String throughSocket(String server, String socket) throws Exception {
    assumeTrue(Tool.onPath("curl"), "curl is not installed");
    Path log = folder.resolve(socket + ".log");
    Process process =
        new ProcessBuilder(server.split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      return Tool.run(
          folder,
          "curl -sS --max-time 30 --retry 25 --retry-all-errors --retry-delay 1 --unix-socket "
              + socket
              + " --cacert trust.pem --cert front.crt --key front.key https://back.example/");
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + Files.readString(log), e);
    } finally {
      process.destroy();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static SSLServerSocket listen(Path keys, Path trust, StoreFormat format)
      throws Exception {
    KeyManagerFactory keyManagers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keyManagers.init(load(keys, format), PASSWORD);
    TrustManagerFactory trustManagers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trustManagers.init(load(trust, format));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(true);
    server.setSoTimeout(20_000);
    return server;
  }

  private static KeyStore load(Path file, StoreFormat format) throws Exception {
    KeyStore store = KeyStore.getInstance(format.name());
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static String answerOne(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      socket.setSoTimeout(20_000);
      byte[] request = new byte[4096];
      assertThat(socket.getInputStream().read(request)).isPositive();
      OutputStream out = socket.getOutputStream();
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nwelcome"
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return socket.getSession().getPeerPrincipal().getName();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
