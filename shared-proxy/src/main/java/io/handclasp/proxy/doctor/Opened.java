package io.handclasp.proxy.doctor;

import io.handclasp.handshake.cli.ExitCode;
import io.handclasp.proxy.config.ConfigException;
import io.handclasp.proxy.config.LoadedConfig;
import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.ProxyConfigReader;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.server.OpenedTls;
import io.handclasp.proxy.server.StartException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side's file, opened as far as it goes.
 *
 * @param side front or back
 * @param file the YAML file
 * @param loaded what it says; null where it cannot be used
 * @param tls its TLS; null where it cannot be opened
 * @param problems why not, one line each
 * @param exitCode what the proxy itself would end with; 0 where it would start
 */
record Opened(
    Side side,
    Path file,
    @Nullable LoadedConfig loaded,
    @Nullable OpenedTls tls,
    List<String> problems,
    int exitCode)
    implements AutoCloseable {
  static Opened open(Path file, Side side) {
    LoadedConfig loaded = null;
    try {
      loaded = ProxyConfigReader.read(file, side);
      OpenedTls tls = OpenedTls.open(loaded.config());
      return new Opened(side, file, loaded, tls, List.of(), ExitCode.OK);
    } catch (ConfigException e) {
      List<String> problems = new ArrayList<>();
      e.problems().forEach(problem -> problems.add(problem.toString()));
      return new Opened(side, file, null, null, problems, ExitCode.USAGE);
    } catch (StartException e) {
      List<String> problems = e.problems().stream().map(line -> file + ": " + line).toList();
      return new Opened(side, file, loaded, null, problems, e.failure().exitCode());
    }
  }

  /** What it says; null where it cannot be used. */
  @Nullable ProxyConfig config() {
    return loaded == null ? null : loaded.config();
  }

  String word() {
    return side == Side.FRONT ? "front" : "back";
  }

  @Override
  public void close() {
    if (tls != null) {
      tls.close();
    }
  }
}
