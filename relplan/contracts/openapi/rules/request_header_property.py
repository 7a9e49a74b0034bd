"""Those rules of properties of parameters that are called otherwise where these are headers."""

REQUEST_HEADER_PROPERTY = {
    "became-enum": "request-header-property-became-enum",
    "became-required": "request-header-property-became-required",
    "became-required-with-default": "request-header-property-became-required",
    "required-property-added": "new-required-request-header-property",
}
