package io.handclasp.pki.lifecycle;

import io.handclasp.pki.issue.AlternativeName;
import io.handclasp.pki.issue.KeyType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a {@link PairMaker} is to make.
 *
 * @param client host name of the front, which is the TLS client
 * @param backend host name of the back, which is the TLS server
 * @param backendNames more names of the back: host names and IP addresses; mostly empty
 * @param folder where everything goes; made where it does not exist
 * @param jks true to write JKS stores beside PKCS12 and PEM
 * @param overwrite true to replace files of an earlier pair
 * @param keyType kind of all keys
 * @param validity of the two leaves
 * @param frontListen address for the front's configuration, as {@code host:port}
 * @param backListen address for the back's configuration, and where the front finds it
 */
public record PairRequest(
    String client,
    String backend,
    List<String> backendNames,
    Path folder,
    boolean jks,
    boolean overwrite,
    KeyType keyType,
    Duration validity,
    String frontListen,
    String backListen) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?");

  /** Checks and copies. */
  public PairRequest {
    checkName("client", client);
    checkName("backend", backend);
    if (client.equalsIgnoreCase(backend)) {
      throw new IllegalArgumentException(
          "client and backend: both are " + client + " (expected: two names)");
    }
    backendNames = List.copyOf(backendNames);
    backendNames.forEach(AlternativeName::of);
    if (validity.isNegative() || validity.isZero()) {
      throw new IllegalArgumentException("validity: " + validity + " (expected: > 0)");
    }
  }

  /** A pair with the defaults of the proxies: EC P-256, 90 days, loopback addresses. */
  public static PairRequest of(String client, String backend, Path folder) {
    return new PairRequest(
        client,
        backend,
        List.of(),
        folder,
        false,
        false,
        KeyType.EC_P256,
        Duration.ofDays(90),
        "127.0.0.1:8280",
        "127.0.0.1:8243");
  }

  private static void checkName(String field, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          field + ": " + name + " (expected: a host name such as " + field + ".example)");
    }
  }
}
