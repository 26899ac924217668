import type { components } from './schema'

type Schemas = components['schemas']

export type UserSummary = Schemas['UserSummary']
export type UserProfile = Schemas['UserProfile']
export type UserDetails = Schemas['UserDetails']
export type Session = Schemas['SessionDetails']
export type ExportDetails = Schemas['ExportDetails']
export type LinkDetails = Schemas['LinkDetails']
export type RegisterUserRequest = Schemas['RegisterUserRequest']
export type UpdateUserRequest = Schemas['UpdateUserRequest']

export type VenueSummary = Schemas['VenueSummary']
export type VenueDetails = Schemas['VenueDetails']
export type CreateVenueRequest = Schemas['CreateVenueRequest']
export type EventSummary = Schemas['EventSummary']
export type EventDetails = Schemas['EventDetails']
export type SectionDetails = EventDetails['sections'][number]
export type EventAvailability = Schemas['EventAvailability']
export type CreateEventRequest = Schemas['CreateEventRequest']
export type UpdateEventRequest = Schemas['UpdateEventRequest']

export type PostDetails = Schemas['PostDetails']
export type CommentDetails = Schemas['CommentDetails']
export type CreatePostRequest = Schemas['CreatePostRequest']
export type UpdatePostRequest = Schemas['UpdatePostRequest']

export type BookingDetails = Schemas['BookingDetails']
export type TicketDetails = BookingDetails['tickets'][number]

export type HoldDetails = Schemas['HoldDetails']
export type HoldLine = HoldDetails['lines'][number]
export type VoucherDetails = Schemas['VoucherDetails']
export type CreateVoucherRequest = Schemas['CreateVoucherRequest']

export type ChoiceDetails = Schemas['ChoiceDetails']
export type MailDetails = Schemas['MailDetails']
export type MailParts = Schemas['MailParts']
export type MailHealth = Schemas['MailHealth']

export type InvoiceDetails = Schemas['InvoiceDetails']
export type SandboxPayment = Schemas['SandboxPayment']

export type OrganiserDetails = Schemas['OrganiserDetails']
export type TeamRole = Schemas['TeamRole']
export type TeamPermission = Schemas['TeamPermission']
export type MemberDetails = Schemas['MemberDetails']
export type InvitationDetails = Schemas['InvitationDetails']
export type InviteMemberRequest = Schemas['InviteMemberRequest']
export type DoorListEntry = Schemas['DoorListEntry']

export type AuditEntry = Schemas['AuditEntry']
export type AccountDetails = Schemas['AccountDetails']
export type Role = Schemas['Role']
export type SupportView = Schemas['SupportView']
export type KeyDetails = Schemas['KeyDetails']
export type KeyScope = Schemas['KeyScope']
export type CreateKeyRequest = Schemas['CreateKeyRequest']
