package io.handclasp.pki.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.handclasp.pki.issue.Authority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who reads what whom wrote: every kind of store from every writer, put before every reader that is
 * installed. Writes the table to {@code target/interoperability.md}; docs/pki.md has a copy. That
 * peers also shake hands with what they read is the matter of {@link PeersUseOurStoresTest}.
 */
class InteroperabilityMatrixTest {
  private static final String OURS = "pki";
  private static final char[] PASSWORD = "secret1".toCharArray();
  private static final Pattern MAJOR = Pattern.compile("JAVA_VERSION=\"([0-9]+)");

  @TempDir private Path folder;
  private final Authority root = Authority.root("CN=Root").create();
  private final Identity back = root.identity("CN=back.example").server().create();

  /** What a file is; decides who could read it at all. */
  private enum Kind {
    PKCS12_KEY,
    PKCS12_TRUST,
    JKS_KEY,
    JKS_TRUST,
    JCEKS_KEY,
    PEM_KEY,
    LOCKED_PEM_KEY,
    PEM_TRUST;

    boolean isTrust() {
      return name().endsWith("TRUST");
    }

    boolean isPem() {
      return name().contains("PEM");
    }

    String storeType() {
      return name().replaceFirst("_.*", "");
    }
  }

  private record Written(String writer, String what, String file, Kind kind) {}

  /** Throws, or fails an assertion, where the file cannot be read. */
  private interface Reader {
    void read(Written written) throws Exception;
  }

  @Test
  void everybodyReadsWhatWeWriteAndWeReadWhatEverybodyWrites() throws Exception {
    assumeTrue(Tool.onPath("openssl"), "openssl is not installed");
    List<Written> all = new ArrayList<>(ours());
    all.addAll(openssl());
    for (Path jdk : Tool.jdks()) {
      all.addAll(keytool(jdk));
    }
    Map<String, Reader> readers = readers();
    List<String> wrong = new ArrayList<>();
    StringBuilder table = new StringBuilder(head(readers));
    for (Written written : all) {
      table.append("| ").append(written.writer()).append(": ").append(written.what()).append(" |");
      for (Map.Entry<String, Reader> reader : readers.entrySet()) {
        String answer = answer(reader.getKey(), reader.getValue(), written);
        table.append(' ').append(answer).append(" |");
        boolean matters = written.writer().equals(OURS) || reader.getKey().equals(OURS);
        if (matters && answer.equals("no")) {
          wrong.add(reader.getKey() + " cannot read " + written);
        }
      }
      table.append('\n');
    }
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target", "interoperability.md"), table);

    assertThat(wrong).as("%s", table).isEmpty();
  }

  private static String head(Map<String, Reader> readers) {
    return "| written by | "
        + String.join(" | ", readers.keySet())
        + " |\n|---|"
        + "---|".repeat(readers.size())
        + "\n";
  }

  private static String answer(String name, Reader reader, Written written) {
    boolean itself = name.equals(written.writer()) && !name.equals(OURS);
    if (itself || !concerns(name, written.kind())) {
      return "–";
    }
    try {
      reader.read(written);
      return "yes";
    } catch (Exception | AssertionError e) {
      return "no";
    }
  }

  private static boolean concerns(String reader, Kind kind) {
    if (reader.startsWith("keytool") || reader.equals("SSLContext")) {
      return !kind.isPem();
    }
    if (reader.equals("nginx") || reader.equals("HAProxy")) {
      return kind == Kind.PEM_KEY || kind == Kind.PEM_TRUST;
    }
    if (reader.equals("curl") && kind == Kind.PKCS12_TRUST) {
      return false;
    }
    boolean java = kind.storeType().equals("JKS") || kind.storeType().equals("JCEKS");
    return reader.equals(OURS) || !java;
  }

  private List<Written> ours() throws StoreException {
    StoreWriter.pkcs12(folder.resolve("o.p12"), back, PASSWORD);
    StoreWriter.trustPkcs12(folder.resolve("ot.p12"), List.of(root.certificate()), PASSWORD);
    StoreWriter.jks(folder.resolve("o.jks"), back, PASSWORD);
    StoreWriter.trustJks(folder.resolve("ot.jks"), List.of(root.certificate()), PASSWORD);
    StoreWriter.pem(folder.resolve("o.pem"), back);
    StoreWriter.pem(folder.resolve("o.crt"), folder.resolve("o.key"), back);
    StoreWriter.trustPem(folder.resolve("ot.pem"), List.of(root.certificate()));
    return List.of(
        new Written(OURS, "PKCS12 key store", "o.p12", Kind.PKCS12_KEY),
        new Written(OURS, "PKCS12 trust store", "ot.p12", Kind.PKCS12_TRUST),
        new Written(OURS, "JKS key store", "o.jks", Kind.JKS_KEY),
        new Written(OURS, "JKS trust store", "ot.jks", Kind.JKS_TRUST),
        new Written(OURS, "PEM key and chain", "o.pem", Kind.PEM_KEY),
        new Written(OURS, "PEM trust", "ot.pem", Kind.PEM_TRUST));
  }

  private List<Written> openssl() throws Exception {
    String export = "pkcs12 -export -inkey o.key -in o.crt -name back -passout pass:secret1 -out ";
    Tool.openssl(folder, export + "s.p12");
    Tool.openssl(folder, export + "legacy.p12 -legacy");
    Tool.openssl(folder, "pkcs12 -export -nokeys -in ot.pem -passout pass:secret1 -out nokeys.p12");
    Tool.openssl(folder, "ec -in o.key -des3 -passout pass:secret1 -out s.key");
    Files.writeString(
        folder.resolve("s.pem"),
        Files.readString(folder.resolve("s.key")) + Files.readString(folder.resolve("o.crt")));
    String name = opensslName();
    return List.of(
        new Written(name, "PKCS12 key store", "s.p12", Kind.PKCS12_KEY),
        new Written(name, "PKCS12 key store, `-legacy`", "legacy.p12", Kind.PKCS12_KEY),
        new Written(name, "PKCS12 trust store, `-nokeys`", "nokeys.p12", Kind.PKCS12_TRUST),
        new Written(name, "PEM key under DES-EDE3, chain", "s.pem", Kind.LOCKED_PEM_KEY));
  }

  private List<Written> keytool(Path jdk) throws Exception {
    String name = "keytool " + major(jdk);
    List<Written> all = new ArrayList<>();
    for (Kind kind : List.of(Kind.PKCS12_KEY, Kind.JKS_KEY, Kind.JCEKS_KEY)) {
      String type = kind.storeType();
      String file = "k" + major(jdk) + "." + type.toLowerCase(Locale.ROOT);
      Tool.keytool(
          jdk,
          folder,
          "-genkeypair -noprompt -keyalg EC -dname CN=back.example -alias back -keypass secret1"
              + " -storepass secret1 -storetype %s -keystore %s".formatted(type, file));
      all.add(new Written(name, type + " key store", file, kind));
    }
    return all;
  }

  private Map<String, Reader> readers() throws Exception {
    Map<String, Reader> readers = new LinkedHashMap<>();
    readers.put(OURS, this::readHere);
    readers.put(opensslName(), this::readByOpenssl);
    for (Path jdk : Tool.jdks()) {
      readers.put("keytool " + major(jdk), written -> readByKeytool(jdk, written));
    }
    readers.put("SSLContext", this::readByManagers);
    if (Tool.onPath("curl")) {
      readers.put("curl", this::readByCurl);
    }
    if (Tool.onPath("nginx")) {
      readers.put("nginx", this::readByNginx);
    }
    if (Tool.onPath("haproxy")) {
      readers.put("HAProxy", this::readByHaproxy);
    }
    return readers;
  }

  private void readHere(Written written) throws StoreException {
    Path file = folder.resolve(written.file());
    PasswordSource password = PasswordSource.of(PASSWORD);
    if (written.kind().isTrust()) {
      assertThat(StoreReader.trusted(new TrustSource(file, password))).hasSize(1);
      return;
    }
    Identity identity = StoreReader.identity(new IdentitySource(file, null, password, null, null));
    assertThat(identity.leaf().getSubjectX500Principal().getName()).isEqualTo("CN=back.example");
  }

  private void readByOpenssl(Written written) throws Exception {
    Tool.openssl(
        folder,
        switch (written.kind()) {
          case PEM_TRUST -> "x509 -noout -in " + written.file();
          case PEM_KEY, LOCKED_PEM_KEY -> "pkey -passin pass:secret1 -noout -in " + written.file();
          default -> "pkcs12 -passin pass:secret1 -noout -in " + written.file();
        });
  }

  private void readByKeytool(Path jdk, Written written) throws Exception {
    String list = Tool.keytool(jdk, folder, "-list -storepass secret1 -keystore " + written.file());
    assertThat(list).contains(written.kind().isTrust() ? "trustedCertEntry" : "PrivateKeyEntry");
  }

  private void readByManagers(Written written) throws Exception {
    KeyStore store = KeyStore.getInstance(written.kind().storeType());
    try (InputStream in = Files.newInputStream(folder.resolve(written.file()))) {
      store.load(in, PASSWORD);
    }
    if (written.kind().isTrust()) {
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      assertThat(store.size()).isEqualTo(1);
    } else {
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, PASSWORD);
      assertThat(store.getKey(store.aliases().nextElement(), PASSWORD)).isNotNull();
    }
  }

  private void readByCurl(Written written) throws Exception {
    String file = written.file();
    String type = written.kind().isPem() ? "PEM" : "P12";
    String trust = written.kind().isTrust() ? file : "ot.pem";
    String key =
        written.kind().isTrust() ? "" : " --cert-type " + type + " --cert " + file + ":secret1";
    try (SSLServerSocket server = listen()) {
      CompletableFuture<Boolean> known = CompletableFuture.supplyAsync(() -> answerOne(server));
      Tool.run(
          folder,
          "curl -sS --max-time 20 --cacert %1$s%2$s --resolve back.example:%3$d:127.0.0.1 https://back.example:%3$d/"
              .formatted(trust, key, server.getLocalPort()));
      assertThat(known.get(20, TimeUnit.SECONDS)).isEqualTo(!written.kind().isTrust());
    }
  }

  /** A plain Java server that asks for a certificate and takes any. */
  private SSLServerSocket listen() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("o.p12"))) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new TakesAny()}, null);
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setWantClientAuth(true);
    server.setSoTimeout(20_000);
    return server;
  }

  /** Answers one request; true where the client showed a certificate. */
  private static boolean answerOne(SSLServerSocket server) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      socket.setSoTimeout(20_000);
      assertThat(socket.getInputStream().read(new byte[4096])).isPositive();
      byte[] answer = "HTTP/1.1 204 Fine\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);
      socket.getOutputStream().write(answer);
      return socket.getSession().getPeerCertificates().length > 0;
    } catch (SSLPeerUnverifiedException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class TakesAny extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private void readByNginx(Written written) throws Exception {
    String own = written.kind().isTrust() ? "o.pem" : written.file();
    String client =
        written.kind().isTrust()
            ? "ssl_client_certificate %s/%s;".formatted(folder, written.file())
            : "";
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        pid nginx.pid;
        error_log stderr;
        events { }
        http {
          access_log off;
          server {
            listen unix:%1$s/nginx.sock ssl;
            ssl_certificate %1$s/%2$s;
            ssl_certificate_key %1$s/%2$s;
            %3$s
          }
        }
        """
            .formatted(folder, own, client));
    Tool.run(folder, "nginx -t -q -e stderr -p " + folder + " -c nginx.conf");
  }

  private void readByHaproxy(Written written) throws Exception {
    String own = written.kind().isTrust() ? "o.pem" : written.file();
    String client =
        written.kind().isTrust()
            ? "ca-file %s/%s verify required".formatted(folder, written.file())
            : "";
    Files.writeString(
        folder.resolve("haproxy.cfg"),
        """
        defaults
          mode http
          timeout client 1s
          timeout server 1s
          timeout connect 1s
        frontend back
          bind unix@%1$s/haproxy.sock ssl crt %1$s/%2$s %3$s
          http-request return status 200
        """
            .formatted(folder, own, client));
    Tool.run(folder, "haproxy -q -c -f haproxy.cfg");
  }

  private String opensslName() throws Exception {
    String[] words = Tool.openssl(folder, "version").split(" ", 3);
    return "openssl " + words[1].replaceFirst("\\.[0-9]+$", "");
  }

  private static String major(Path jdk) throws Exception {
    Matcher matcher = MAJOR.matcher(Files.readString(jdk.resolve("release")));
    return matcher.find() ? matcher.group(1) : jdk.getFileName().toString();
  }
}
