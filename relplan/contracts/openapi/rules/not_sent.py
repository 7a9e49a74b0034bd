"""The rules of properties that are not sent in a direction, by the differences that they name.

What is read only is in no request, what is written only in no response: nobody is touched. What
has no name of its own there is called as it is elsewhere.
"""

REQUEST_READ_ONLY_PROPERTY = {
    "enum-value-removed": "request-read-only-property-enum-value-removed",
    "exclusive-max-decreased": "request-read-only-property-exclusive-max-decreased",
    "exclusive-min-increased": "request-read-only-property-exclusive-min-increased",
    "max-decreased": "request-read-only-property-max-decreased",
    "max-length-decreased": "request-read-only-property-max-length-decreased",
    "min-increased": "request-read-only-property-min-increased",
}
RESPONSE_WRITE_ONLY_PROPERTY = {
    "became-optional": "response-write-only-property-became-optional",
    "became-required": "response-write-only-property-became-required",
    "enum-value-added": "response-write-only-property-enum-value-added",
    "optional-property-added": "response-optional-write-only-property-added",
    "optional-property-removed": "response-optional-write-only-property-removed",
    "required-property-added": "response-required-write-only-property-added",
    "required-property-removed": "response-required-write-only-property-removed",
}
