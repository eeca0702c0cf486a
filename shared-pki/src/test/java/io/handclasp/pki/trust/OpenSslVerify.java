package io.handclasp.pki.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What {@code openssl verify} says of a chain; keeps its files in one folder, used by one thread.
 */
final class OpenSslVerify {
  private static final boolean INSTALLED =
      Stream.of(System.getenv("PATH").split(":", -1))
          .anyMatch(place -> Files.isExecutable(Path.of(place, "openssl")));

  private final Path folder;

  OpenSslVerify(Path folder) {
    this.folder = folder;
  }

  /**
   * What it has against the first of {@code shown}, with the others to build a path from and {@code
   * anchor} trusted whether it signed itself or not; empty where nothing, or where it is not
   * installed.
   */
  Optional<String> objection(List<X509Certificate> shown, X509Certificate anchor, Purpose purpose)
      throws IOException, InterruptedException {
    if (!INSTALLED) {
      return Optional.empty();
    }
    write("leaf.pem", shown.subList(0, 1));
    write("others.pem", shown.subList(1, shown.size()));
    write("anchor.pem", List.of(anchor));
    Process process =
        new ProcessBuilder(
                "openssl",
                "verify",
                "-partial_chain",
                "-no-CApath",
                "-no-CAstore",
                "-purpose",
                purpose == Purpose.SERVER ? "sslserver" : "sslclient",
                "-CAfile",
                "anchor.pem",
                "-untrusted",
                "others.pem",
                "leaf.pem")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("openssl verify did not end");
    }
    return process.exitValue() == 0 ? Optional.empty() : Optional.of(said);
  }

  private void write(String name, List<X509Certificate> certificates) throws IOException {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets(certificate)))
          .append("\n-----END CERTIFICATE-----\n");
    }
    Files.writeString(folder.resolve(name), text);
  }

  private static byte[] octets(X509Certificate certificate) throws IOException {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IOException(e);
    }
  }
}
