package io.handclasp.proxy.launch;

import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.UnknownServiceException;
import java.util.stream.Stream;

/**
 * What is settled for a whole process, where one of the programs has it to itself. Java asks every
 * jar of the class path for other implementations of much that it has itself; opening all of them
 * takes a tenth of the start, so each such question is answered beforehand.
 *
 * @see io.handclasp.proxy.log.PlatformLoggers for loggers
 */
public final class OwnProcess {
  private static final String SELECTORS = "java.nio.channels.spi.SelectorProvider";

  private OwnProcess() {}

  /** To be called first of all, once, by a {@code main} method. */
  public static void begin() {
    selectors();
    if (!hasAgent()) {
      URL.setURLStreamHandlerFactory(protocol -> protocol.equals("http") ? new NoHttp() : null);
    }
  }

  /** An agent may ask through a {@code URL} itself. */
  private static boolean hasAgent() {
    return Stream.of("HANDCLASP_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
        .map(System::getenv)
        .anyMatch(options -> options != null && options.contains("-javaagent"));
  }

  private static void selectors() {
    if (System.getProperty(SELECTORS) != null) {
      return;
    }
    String chosen = "sun.nio.ch.EPollSelectorProvider";
    try {
      Class.forName(chosen, false, null);
      System.setProperty(SELECTORS, chosen);
    } catch (ClassNotFoundException e) {
      return; // macOS has others
    }
  }

  /**
   * For the {@code URL} that Java's own cryptography makes, as a name only. The programs ask by
   * Netty and {@code java.net.http}, never through a {@code URL}.
   */
  private static final class NoHttp extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL url) throws UnknownServiceException {
      throw new UnknownServiceException(url + ": no connections by java.net.URL in this program");
    }
  }
}
