package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.AlertNote;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The alert that the JDK received under TLS 1.3's protection.
 *
 * <p>The record is closed to the tap and the JDK has no accessor for the number: the registry name
 * at the end of its exception is the only place where it stands. It is taken as data, and where it
 * is no name of the registry nothing is claimed. A test holds this on each Java.
 */
final class JdkAlerts {
  private static final String MARK = "Received fatal alert: ";

  private JdkAlerts() {}

  /** The alert; null where the exception tells of none. */
  static @Nullable AlertNote received(@Nullable Throwable failure) {
    SSLException exception = Failures.of(failure, SSLException.class);
    String message = exception == null ? null : exception.getMessage();
    int mark = message == null ? -1 : message.indexOf(MARK);
    if (message == null || mark < 0) {
      return null;
    }
    String name = message.substring(mark + MARK.length()).trim();
    Integer number = TlsNames.alertNumber(name);
    return number == null ? null : new AlertNote(false, 2, number, name);
  }
}
