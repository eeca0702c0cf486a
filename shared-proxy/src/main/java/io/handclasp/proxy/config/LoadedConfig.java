package io.handclasp.proxy.config;

import java.util.List;

/**
 * A configuration as read from its file.
 *
 * @param config what it says
 * @param warnings what was accepted but should be mended
 */
public record LoadedConfig(ProxyConfig config, List<ConfigProblem> warnings) {
  /** Copies the list. */
  public LoadedConfig {
    warnings = List.copyOf(warnings);
  }
}
