package io.handclasp.handshake.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was offered and what was chosen; null or empty where this end could not see it.
 *
 * @param offeredVersions as the client offered them, such as {@code TLSv1.3}
 * @param offeredSuites names of the client's cipher suites
 * @param offeredGroups names of the client's groups
 * @param offeredSchemes names of the client's signature schemes
 * @param offeredProtocols ALPN names offered
 * @param serverName SNI
 * @param version chosen version
 * @param suite chosen suite
 * @param group chosen group
 * @param scheme the scheme with which the server (1.3: the peer) signed
 * @param protocol chosen ALPN name
 * @param resumed true where a session was resumed
 * @param requestedAuthorities distinguished names in CertificateRequest
 * @param requestedSchemes names of the signature schemes in CertificateRequest
 * @param certificateRequested whether the server asked for a client certificate; null if unknown
 */
public record Negotiated(
    List<String> offeredVersions,
    List<String> offeredSuites,
    List<String> offeredGroups,
    List<String> offeredSchemes,
    List<String> offeredProtocols,
    @Nullable String serverName,
    @Nullable String version,
    @Nullable String suite,
    @Nullable String group,
    @Nullable String scheme,
    @Nullable String protocol,
    boolean resumed,
    List<String> requestedAuthorities,
    List<String> requestedSchemes,
    @Nullable Boolean certificateRequested) {
  /** Copies the lists. */
  public Negotiated {
    offeredVersions = List.copyOf(offeredVersions);
    offeredSuites = List.copyOf(offeredSuites);
    offeredGroups = List.copyOf(offeredGroups);
    offeredSchemes = List.copyOf(offeredSchemes);
    offeredProtocols = List.copyOf(offeredProtocols);
    requestedAuthorities = List.copyOf(requestedAuthorities);
    requestedSchemes = List.copyOf(requestedSchemes);
  }

  /** Nothing seen yet. */
  public static Negotiated nothing() {
    return new Negotiated(
        List.of(), List.of(), List.of(), List.of(), List.of(), null, null, null, null, null, null,
        false, List.of(), List.of(), null);
  }
}
