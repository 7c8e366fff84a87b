package io.reverie.worker;

import java.net.URI;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What requests to S3 failed of, as problems of the store: what is wrong with the store may be mended, so none rejects a job. */
final class S3Problems {

    private static final int MOVED = 301;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_IMPLEMENTED = 501;

    private final String where;

    S3Problems(S3Location location, S3ServiceClientConfiguration client) {
        this.where = location + " at "
                + client.endpointOverride().map(URI::toString).orElseGet(() -> "AWS, region " + client.region());
    }

    /** An exception that says where the store is and what is wrong with it. */
    StoreUnavailableException of(SdkException problem) {
        String what =
                problem instanceof S3Exception answer ? refusal(answer) : "cannot be reached: " + innermost(problem);
        return new StoreUnavailableException("The store " + where + " " + what, problem);
    }

    /** The same for a connection that breaks while an artifact is read. */
    StoreUnavailableException whileReading(String key, Exception problem) {
        return new StoreUnavailableException(
                "Reading '" + ArtifactKeys.printable(key) + "' from the store " + where + " broke off: "
                        + innermost(problem),
                problem);
    }

    /** Whether the answer is certainly that there is no such object: what stands in front of S3 may answer 404 as well. */
    static boolean isNoSuchKey(S3Exception answer) {
        return answer.statusCode() == NOT_FOUND && "NoSuchKey".equals(code(answer));
    }

    /** Whether this one object cannot be read, archived or encrypted by a key that nobody has here; the store is well. */
    static boolean isUnreadable(S3Exception answer) {
        return "InvalidObjectState".equals(code(answer));
    }

    /** Whether something is not there, an object, an upload or what the answer does not say, but for the bucket. */
    static boolean isNotFound(S3Exception answer) {
        return answer.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(code(answer));
    }

    /** Whether a conditional write was refused as the key is taken. */
    static boolean isTaken(S3Exception answer) {
        return answer.statusCode() == PRECONDITION_FAILED;
    }

    /** Whether a conditional write was refused as another one of the same key was on its way. */
    static boolean isConflict(S3Exception answer) {
        return answer.statusCode() == CONFLICT;
    }

    /** Whether the server does not know what it was asked for. */
    static boolean isNotImplemented(S3Exception answer) {
        return answer.statusCode() == NOT_IMPLEMENTED;
    }

    private static String refusal(S3Exception answer) {
        String details = code(answer) + message(answer);
        return switch (answer.statusCode()) {
            case NOT_FOUND -> "cannot be used: there is no such bucket" + brackets(details);
            case FORBIDDEN -> "denies access" + brackets(details) + ": check the credentials and what they may do";
            case MOVED -> "is in another region" + brackets(details) + ": check quarkus.s3.aws.region";
            default -> "answers " + answer.statusCode() + brackets(details);
        };
    }

    private static String brackets(String details) {
        return details.isBlank() ? "" : " (" + Printable.line(details.strip()) + ")";
    }

    private static String code(S3Exception answer) {
        return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                ? ""
                : answer.awsErrorDetails().errorCode();
    }

    private static String message(S3Exception answer) {
        return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorMessage() == null
                ? ""
                : " " + answer.awsErrorDetails().errorMessage();
    }

    private static String innermost(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return Printable.line(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
}
