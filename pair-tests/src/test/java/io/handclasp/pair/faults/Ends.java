package io.handclasp.pair.faults;

import io.handclasp.pki.store.StoreException;
import io.handclasp.pki.store.StoreWriter;
import io.handclasp.proxy.config.ConfigException;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.util.Base64;

/** Both ends' material before they start: all well, until a fault changes it. */
final class Ends {
  final End front = new End(FaultPki.GOOD_FRONT, FaultPki.ROOT.certificate());
  final End back = new End(FaultPki.GOOD_BACK, FaultPki.ROOT.certificate());
  String peerName = FaultPki.BACK;

  /** Further lines of the back's route, without indentation. */
  String backRoute = "service: echo";

  /** How long a handshake may take. */
  String handshake = "5s";

  ProxyConfig frontConfig(Path folder, Combination combination, String endpoint)
      throws IOException, StoreException, GeneralSecurityException, ConfigException {
    String route = "endpoint: " + endpoint + "\n    peerName: \"" + peerName + "\"";
    return config(folder, Side.FRONT, front, combination.front(), combination.version(), route);
  }

  ProxyConfig backConfig(Path folder, Combination combination)
      throws IOException, StoreException, GeneralSecurityException, ConfigException {
    return config(folder, Side.BACK, back, combination.back(), combination.version(), backRoute);
  }

  private ProxyConfig config(
      Path folder, Side side, End end, String provider, String version, String route)
      throws IOException, StoreException, GeneralSecurityException, ConfigException {
    String name = side == Side.FRONT ? "front" : "back";
    Path home = Files.createTempDirectory(folder, name);
    StoreWriter.pem(home.resolve("own.pem"), end.identity);
    StoreWriter.trustPem(home.resolve("trust.pem"), end.trusted);
    StringBuilder text = new StringBuilder("listen: 127.0.0.1:0\nworkers: 1\ntls:\n");
    line(text, "provider: " + provider);
    line(text, "keyStore: {file: own.pem}");
    line(text, "trustStore: {file: trust.pem}");
    if (end.tls.stream().noneMatch(l -> l.startsWith("protocols"))) {
      line(text, "protocols: [" + version + "]");
    }
    if (!end.lists.isEmpty()) {
      Files.writeString(home.resolve("lists.pem"), pem(end.lists));
      line(text, "revocation: {lists: lists.pem}");
    }
    end.tls.forEach(l -> line(text, l));
    text.append("routes:\n  - ").append(route).append('\n');
    text.append("timeouts:\n  drain: 100ms\n  handshake: ").append(handshake).append('\n');
    text.append("reload: {watch: false, retire: 20ms}\n");
    Path file = Files.writeString(home.resolve(name + ".yaml"), text);
    return ProxyConfigReader.read(file, side).config();
  }

  private static void line(StringBuilder text, String line) {
    text.append("  ").append(line).append('\n');
  }

  private static String pem(Iterable<X509CRL> lists) throws GeneralSecurityException {
    StringBuilder text = new StringBuilder();
    for (X509CRL list : lists) {
      text.append("-----BEGIN X509 CRL-----\n")
          .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(list.getEncoded()))
          .append("\n-----END X509 CRL-----\n");
    }
    return text.toString();
  }
}
