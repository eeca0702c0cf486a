package io.handclasp.proxy.doctor;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.view.HandshakeView;
import io.handclasp.proxy.server.OpenedTls;
import java.io.PrintWriter;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** What was found, for people. */
final class ReportText {
  private final PrintWriter out;

  ReportText(PrintWriter out) {
    this.out = out;
  }

  void print(Examination examination) {
    examination.sides().forEach(this::side);
    if (!examination.forecasts().isEmpty()) {
      out.println();
    }
    examination.forecasts().forEach(this::forecast);
    for (Forecast forecast : examination.forecasts()) {
      if (!forecast.succeeds()) {
        out.println();
        out.print(HandshakeView.why(forecast.handshake()));
      }
    }
    if (!examination.findings().isEmpty()) {
      out.println();
      examination.findings().forEach(this::finding);
    }
    out.println();
    out.println(conclusion(examination));
  }

  private void side(Opened side) {
    out.println(side.word() + "  " + side.file());
    OpenedTls tls = side.tls();
    if (tls != null) {
      X509Certificate leaf = tls.material().identity().leaf();
      out.println("       is " + escaped(leaf.getSubjectX500Principal().getName()));
      out.println("       until " + leaf.getNotAfter().toInstant() + ", by " + tls.provider());
      for (X509Certificate trusted : tls.material().judge().anchors()) {
        out.println("       trusts " + escaped(trusted.getSubjectX500Principal().getName()));
      }
    }
    side.problems().forEach(problem -> out.println("       would not start: " + escaped(problem)));
  }

  private void forecast(Forecast forecast) {
    HandshakeRecord best = forecast.handshake().best();
    String verdict = forecast.succeeds() ? "will shake hands" + negotiated(best) : "will fail";
    out.println(
        "route "
            + escaped(forecast.route())
            + " to "
            + escaped(forecast.endpoint())
            + " as "
            + escaped(forecast.expectedName())
            + (forecast.identity() == null ? "" : " by identity " + escaped(forecast.identity()))
            + ": "
            + verdict
            + (best.cause().isEmpty() ? "" : ": " + escaped(best.cause())));
    if (!best.warnings().isEmpty()) {
      out.println("      but mend: " + escaped(String.join(", ", best.warnings())));
    }
  }

  private static String negotiated(HandshakeRecord end) {
    Negotiated negotiated = end.negotiated();
    List<String> facts = new ArrayList<>();
    for (String fact :
        new String[] {
          negotiated.version(), negotiated.suite(), negotiated.group(), negotiated.protocol()
        }) {
      if (fact != null) {
        facts.add(fact);
      }
    }
    return facts.isEmpty() ? "" : " (" + String.join(", ", facts) + ")";
  }

  private void finding(Finding finding) {
    out.println(
        "mend at the "
            + finding.side()
            + ": "
            + finding.code()
            + ": "
            + escaped(finding.sentence()));
  }

  private static String conclusion(Examination examination) {
    if (examination.sides().stream().anyMatch(side -> !side.problems().isEmpty())) {
      return "not ready: a proxy would not start";
    }
    if (examination.forecasts().isEmpty()) {
      return "not ready: no route of the front leads to an https:// endpoint";
    }
    if (!examination.succeeds()) {
      return "not ready: a handshake will fail";
    }
    return examination.findings().isEmpty() ? "ready" : "ready, with something to mend";
  }

  private static String escaped(String text) {
    return HandshakeView.escaped(text);
  }
}
