package io.handclasp.client;

import io.handclasp.proxy.config.ProxyConfig;
import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.launch.Launcher;
import io.handclasp.proxy.launch.OwnProcess;
import io.handclasp.proxy.server.Program;
import io.handclasp.proxy.server.ProxyEvents;
import io.handclasp.proxy.server.ProxyServer;
import io.handclasp.proxy.server.StartException;
import java.io.PrintStream;
import java.util.List;

/** The front: takes plain HTTP and forwards it over mutual TLS. */
public final class ClientProxy {
  private static final Program PROGRAM = new Program("client-proxy", Side.FRONT, null);

  private ClientProxy() {}

  /** Runs until SIGTERM and exits with the code that {@code --help} lists. */
  public static void main(String[] args) {
    OwnProcess.begin();
    System.exit(run(System.out, System.err, List.of(args)));
  }

  /**
   * Runs in this process what the command line says.
   *
   * @return the exit code, once all is over
   */
  public static int run(PrintStream out, PrintStream err, List<String> words) {
    return new Launcher(PROGRAM, out, err).run(words);
  }

  /**
   * Starts a front in this process.
   *
   * @throws StartException where a store cannot be used or the address is not to be had
   */
  public static ProxyServer start(ProxyConfig config, ProxyEvents events) throws StartException {
    return ProxyServer.start(PROGRAM, config, events);
  }
}
