package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.AlertNote;
import javax.crypto.BadPaddingException;
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
    return note(false, message.substring(mark + MARK.length()).trim());
  }

  /**
   * The alert that the JDK sent under protection, where its exception tells: by the type for a
   * record that could not be opened, by the registry name in brackets at its head since Java 25.
   */
  static @Nullable AlertNote sent(@Nullable Throwable failure) {
    if (Failures.of(failure, BadPaddingException.class) != null) {
      return note(true, "bad_record_mac");
    }
    SSLException exception = Failures.of(failure, SSLException.class);
    String message = exception == null ? null : exception.getMessage();
    int end = message == null || !message.startsWith("(") ? -1 : message.indexOf(')');
    return message == null || end < 0 ? null : note(true, message.substring(1, end));
  }

  private static @Nullable AlertNote note(boolean sent, String name) {
    Integer number = TlsNames.alertNumber(name);
    return number == null ? null : new AlertNote(sent, 2, number, name);
  }
}
