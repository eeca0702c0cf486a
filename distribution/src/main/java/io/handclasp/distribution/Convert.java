package io.handclasp.distribution;

import io.handclasp.proxy.config.Side;
import io.handclasp.proxy.convert.Converted;
import io.handclasp.proxy.convert.Ghostunnel;
import io.handclasp.proxy.convert.Haproxy;
import io.handclasp.proxy.convert.Nginx;
import io.handclasp.proxy.convert.Stunnel;
import io.handclasp.proxy.convert.Wso2;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The command {@code handclasp convert}: the configuration goes to the output, what has no exact
 * counterpart to the error output, one line each.
 */
final class Convert {
  static final String USAGE =
      """
      Usage: handclasp convert nginx|haproxy|stunnel|ghostunnel|wso2-receiver|wso2-sender FILE

      Prints the YAML of a front or back that does the mutual TLS of FILE: one server of nginx, one
      frontend of HAProxy, one service of stunnel, a command line of Ghostunnel, the transport https
      of an axis2.xml of WSO2's ESB. What has no exact counterpart is told of.""";

  private Convert() {}

  static int run(PrintStream out, PrintStream err, List<String> words) {
    if (words.size() != 2) {
      err.println(USAGE);
      return 64;
    }
    try {
      String text = Files.readString(Path.of(words.get(1)));
      Converted converted =
          switch (words.get(0)) {
            case "nginx" -> Nginx.convert(text);
            case "haproxy" -> Haproxy.convert(text);
            case "stunnel" -> Stunnel.convert(text);
            case "ghostunnel" -> Ghostunnel.convert(text);
            case "wso2-receiver" -> Wso2.convert(text, Side.BACK);
            case "wso2-sender" -> Wso2.convert(text, Side.FRONT);
            default -> throw new IllegalArgumentException("expected what --help names");
          };
      out.println("# For the " + converted.side().word() + "; made of " + words.get(1) + ".");
      out.print(converted.yaml());
      converted.remarks().forEach(err::println);
      return 0;
    } catch (IllegalArgumentException e) {
      err.println(words.get(1) + ": " + e.getMessage());
      return 64;
    } catch (IOException e) {
      err.println(words.get(1) + ": cannot be read; expected a file in UTF-8");
      return 64;
    }
  }
}
